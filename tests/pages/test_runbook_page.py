"""A runbook's page: who and when at its head, what was seen under each step."""

from __future__ import annotations

from collections.abc import Callable

from tests.pages.test_overviews import DISK, DRILLED, LAB
from tests.sites import Site

Made = Callable[[], dict[str, str]]


def test_its_head(site: Site, made: Made) -> None:
    """Owner with contact, alerts with their pages, how long it takes, when it was read last and that this is overdue."""
    site.settings(
        owners="{platform: {name: Platform, contact: 'https://example.org/oncall'}, storage: {name: Storage}}"
    )
    site.write(
        disk=DISK.replace("instructions: Tell.", "instructions: Tell., estimate: 5m, role: on call")
        + "escalation: [{to: Ann, when: it stays full, contact: ann@example.org}]\n"
    )
    page = made()["runbooks/disk-full.md"]
    for wanted in (
        '<a href="https://example.org/oncall">',
        "[DiskFull](../alerts/DiskFull.md)",
        "about 5 min, 2 steps",
        "**review overdue** since",
        'datetime="2020-01-01T00:00:00.000Z"',
        '<a href="mailto:ann@example.org">',
        "<span>on call</span>",
        'href="#tell" aria-label="Link to this step: Tell"',
        "<span>storage</span>",
    ):
        assert wanted in page, wanted


def test_validity(site: Site, made: Made) -> None:
    """A mark that lasts only so long says until when, for the reader's browser too."""
    site.write(disk=DISK.replace("owner: platform\n", "").replace("owner: storage, ", ""))
    page = made()["runbooks/disk-full.md"]
    assert page.count("data-pb-valid-until") == 2
    assert "valid until <time" in page


def test_several_drills_say_which(site: Site, made: Made) -> None:
    """Each has a banner of its own with its name, and links to its environment."""
    two = "drills: [{id: rehearsal, title: Rehearsal, environment: lab}, {id: again, environment: lab}]"
    site.write(lab=LAB, deploy=DRILLED.replace("drills: [{id: rehearsal, title: Rehearsal, environment: lab}]", two))
    page = made()["runbooks/deploy.md"]
    assert ("Rehearsal</p>" in page, '<p class="pb-label">again</p>' in page) == (True, True)
    assert page.count("[lab](../environments/lab.md)") == 2
    assert ('id="true-too"' in page, 'id="again--true-too"' in page) == (True, True)


def test_a_waived_failure(site: Site, made: Made) -> None:
    """It says who lets it pass, why and until when."""
    site.write(
        disk=DISK.replace("owner: platform\n", "").replace("owner: storage, ", ""),
        waivers="kind: waivers\nid: w\nwaivers:\n  - {check: missing, justification: Old disk, owner: ann, approver: Bob, expires: 2999-01-01}\n",
    )
    page = made()["runbooks/disk-full.md"]
    assert "<strong>Waived</strong> until" in page
    assert "by Bob: Old disk" in page

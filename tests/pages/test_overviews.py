"""Overview pages of a small site: what stands in their rows, from real runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.pages.conftest import row
from tests.sites import Site

Made = Callable[[], dict[str, str]]

DISK = """\
kind: runbook
id: disk-full
title: A disk is full
owner: platform
service: storage
severity: high
tags: [disk, cleanup]
alerts: [DiskFull, High Error/Rate]
review: {reviewed: 2020-01-01, every: 30d}
steps:
  - id: look
    title: Look
    instructions: Look.
    verify:
      - {id: notes, title: There are notes, max_age: 30d, file: {path: docs/index.md}, expect: {exists: true}}
      - {id: missing, title: Missing, owner: storage, gate: false, file: {path: nowhere}, expect: {exists: true}}
  - {id: tell, title: Tell, instructions: Tell.}
"""
ERRORS = """\
kind: runbook
id: errors
title: Errors rise
alerts: [diskfull]
steps:
  - {id: tell, title: Tell, instructions: Tell.}
"""
LIST = """\
kind: checklist
id: launch
title: Launch
owner: release
sections:
  - id: one
    title: One
    items:
      - {id: trained, title: Trained, attest: {role: head}}
      - {id: noted, title: Noted, owner: platform, proof: {check: notes}}
"""
LAB = """\
kind: environment
id: lab
title: The lab
grade: lab
disposable: true
"""
DRILLED = """\
kind: runbook
id: deploy
title: Deploy
drills: [{id: rehearsal, title: Rehearsal, environment: lab}]
steps:
  - {id: act, title: Act, instructions: Act., run: {command: ['true']}, verify: [{id: true-too, command: ['true'], expect: {exit_code: 0}}]}
"""


@pytest.fixture
def small(site: Site) -> Site:
    """Two runbooks, a checklist, a drill."""
    site.settings(owners="{platform: {name: Platform, contact: 'https://example.org/platform'}, storage: {name: Storage, contact: s@example.org}, release: {name: Release}, idle: {name: Idle, contact: '#idle'}}")  # fmt: skip
    return site.write(disk=DISK, errors=ERRORS, list=LIST, lab=LAB, deploy=DRILLED)


def test_catalogue(small: Site, made: Made) -> None:
    """Every runbook with severity, service, owner, tags, and that its review is overdue."""
    page = made()["runbooks/index.md"]
    cells = row(page, "A disk is full")
    assert ["[A disk is full](disk-full.md)", "high", "storage", "Platform"] == cells[1:5]
    assert ("pb-fail" in cells[0], "disk</span>" in cells[5], "overdue</strong>" in cells[7]) == (True, True, True)
    assert "data-pb-facets" in page


def test_alerts(small: Site, made: Made) -> None:
    """Each alert has a page with every runbook that answers it; case does not count, odd names have an address."""
    pages = made()
    assert ["alerts/DiskFull.md", "alerts/High-Error--Rate.md", "alerts/index.md"] == sorted(
        uri for uri in pages if uri.startswith("alerts/")
    )
    assert "[A disk is full](../runbooks/disk-full.md)" in pages["alerts/DiskFull.md"]
    assert "[Errors rise](../runbooks/errors.md)" in pages["alerts/DiskFull.md"]
    assert "2 runbooks answer this alert" in pages["alerts/DiskFull.md"]
    assert "Follow this runbook" in pages["alerts/High-Error--Rate.md"]
    assert ["[High Error/Rate](High-Error--Rate.md)", "[A disk is full](../runbooks/disk-full.md)"] == row(
        pages["alerts/index.md"], "High Error/Rate"
    )[:2]


def test_names_that_an_index_has(site: Site, made: Made) -> None:
    """A runbook and an alert called index have pages beside the indexes."""
    site.write(one=ERRORS.replace("id: errors", "id: index").replace("diskfull", "Index"))
    assert {"runbooks/index-.md", "runbooks/index.md", "alerts/Index-.md", "alerts/index.md"} <= set(made())


def test_checks(small: Site, made: Made) -> None:
    """Every check with type, severity, owner, where it looked; one that nothing has run says so."""
    page = made()["proof/checks.md"]
    assert "3 checks" in page
    cells = row(page, "Missing")
    assert ("pb-fail" in cells[0], "not gating" in cells[1], cells[2:6]) == (
        True,
        True,
        ["file", "low", "local", "Storage"],
    )
    notes, act = "[There are notes](../runbooks/disk-full.md#notes)", "[Act](../runbooks/deploy.md#true-too)"
    assert f'{notes} <span class="pb-quiet">A disk is full</span>' == row(page, "There are notes")[1]
    assert f'{act} <span class="pb-quiet">Deploy</span>' == row(page, "[Act]")[1]
    small.write(deploy=DRILLED.replace("drills: [{id: rehearsal, title: Rehearsal, environment: lab}]\n", ""))
    assert "never run" in row(made()["proof/checks.md"], "[Act]")[0]


def before(cell: str) -> str:
    """What stands before the words that only a phone shows."""
    return cell.partition('<span class="pb-narrow">')[0]


def test_environments(small: Site, made: Made) -> None:
    """Environments with their drills, and each drill with what came of it."""
    page = made()["environments/index.md"]
    assert ["[The lab](lab.md)", '<span class="pb-tag">lab</span>', "0", "1", ""] == [
        before(cell) for cell in row(page, "The lab")
    ]
    cells = row(page, "Rehearsal")
    assert ("passed" in cells[0], [before(cell) for cell in cells[1:5]]) == (
        True,
        ["[Rehearsal](../runbooks/deploy.md#rehearsal)", "lab", "0", "1"],
    )


def test_coverage(small: Site, made: Made) -> None:
    """Steps in all, those that can be proved, and those that were, within each window."""
    page = made()["proof/coverage.md"]
    assert ["2", "1", "0"] == [cell.split("<")[0] for cell in row(page, "A disk is full")[1:4]]
    assert ["1", "1", "1"] == [cell.split("<")[0] for cell in row(page, "[Deploy]")[1:4]]
    assert ["4", "2", "1"] == [cell.split("<")[0] for cell in row(page, "All runbooks")[1:4]]
    small.write(disk=DISK.replace("path: nowhere", "path: docs"))
    assert ["2", "1", "1"] == [cell.split("<")[0] for cell in row(made()["proof/coverage.md"], "A disk is full")[1:4]]


def test_owners(small: Site, made: Made) -> None:
    """How to reach each, what is theirs, and what of it is not proved."""
    page = made()["proof/owners.md"]
    platform, release = page.partition("## Platform")[2], page.partition("## Release")[2].partition("## ")[0]
    assert '<a href="https://example.org/platform">' in platform
    assert "[A disk is full](../runbooks/disk-full.md)" in platform
    assert '<a href="mailto:s@example.org">' in page
    assert "[Trained](../checklists/launch.md#trained)" in release
    assert "Nothing in this site names them." in page.partition("## Idle")[2]
    assert "&#35;idle" in page


def test_what_ends_next(small: Site, made: Made) -> None:
    """Evidence that grows old and reviews, the next first; what is over says so."""
    page = made()["proof/attestations.md"]
    lines = [line for line in page.splitlines() if "| review |" in line or "| evidence |" in line]
    assert [True, False] == ["**over**" in line for line in lines]
    assert "[There are notes](../runbooks/disk-full.md#notes)" in lines[1]
    assert "Waiting for a signature" in page


def test_waivers(small: Site, made: Made) -> None:
    """Each waiver with why, until when and who answers for it, whether it counts or is over; findings above."""
    waiver = "check: {0}, justification: Old <b>disk</b>, owner: storage, approver: Ann, expires: {1}, ticket: https://t.example/1"
    small.write(
        waivers="kind: waivers\nid: waivers\nwaivers:\n"
        f"  - {{{waiver.format('missing', '2999-01-01')}}}\n  - {{{waiver.format('notes', '2020-01-01')}}}\n"
    )
    page = made()["proof/attestations.md"]
    table = page.partition("## Waived")[2]
    counts, over = row(table, "Missing"), row(table, "There are notes")
    assert ("waived" in counts[0], "passed" in over[0], "**over**" in over[3]) == (True, True, True)
    assert ("<b>" in counts[2], counts[4:6], "https://t.example/1" in counts[6]) == (False, ["storage", "Ann"], True)
    assert "## Wants attention" in page
    assert "| waiver |" in page


def test_overview(small: Site, made: Made) -> None:
    """The decision, what blocks it, what is wrong, and the way to everything else."""
    page = made()["proof/index.md"]
    assert "NO-GO" in page
    assert "[Trained](../checklists/launch.md#trained)" in page
    assert "[Missing](../runbooks/disk-full.md#missing)" in page
    for there in ("checks.md", "coverage.md", "owners.md", "../alerts/index.md", "../environments/index.md"):
        assert f"]({there})" in page


def test_overview_shows_the_first(small: Site, made: Made) -> None:
    """Of many things that block, the first five; the rest is a link."""
    more = "".join(f"      - {{id: more-{at}, title: More {at}, attest: {{role: head}}}}\n" for at in range(7))
    small.write(list=LIST + more)
    assert "[and 3 more](../checklists/launch.md#blocks)" in made()["proof/index.md"]


def test_trace_matrix(small: Site, made: Made) -> None:
    """A requirement leads to what covers it, and where that was shown."""
    small.write(
        plan="kind: requirements\nid: plan\ntitle: Plan\nrequirements:\n"
        "  - {id: R1, text: Act}\n  - {id: R1.1, text: Really, part_of: R1}\n  - {id: R 2, text: Nobody}\n",
        deploy=DRILLED.replace("run:", "covers: [R1.1], run:"),
    )
    page = made()["requirements/plan.md"]
    cells = row(page, "R1\\.1")
    assert ("passed" in cells[0], "[Act](../runbooks/deploy.md#act)" in cells[3]) == (True, True)
    assert [cell.split(" data-where=")[1] for cell in cells[4:]] == ['"lab">yes</span>', '"production">–</span>']
    assert "1 part" in row(page, "Act")[3]
    assert ("not covered" in row(page, "Nobody")[0], 'id="R-2"' in page) == (True, True)


def test_an_empty_site(site: Site, made: Made) -> None:
    """Every overview is there, and says that there is nothing yet."""
    (site.root / "runbooks").mkdir(exist_ok=True)
    pages = made()
    for uri, words in {
        "runbooks/index.md": "There is no runbook",
        "alerts/index.md": "No runbook says yet",
        "proof/checks.md": "Nothing in this site is checked yet",
        "proof/owners.md": "No owners are configured",
        "environments/index.md": "There is no environment",
        "proof/attestations.md": "No check is waived",
        "proof/coverage.md": "All runbooks",
        "proof/index.md": "Gate inconclusive",
    }.items():
        assert words in pages[uri]


def test_anchors_are_unique(site: Site, made: Made) -> None:
    """A step, its stage and a check may share a name; each has an address of its own, and the step the plain one."""
    site.write(
        one="""\
            kind: runbook
            id: one
            title: One
            stages:
              - id: rollback
                title: Stage
                steps:
                  - id: rollback
                    title: Step
                    instructions: Look.
                    verify: [{id: rollback, title: Check, file: {path: docs}, expect: {exists: true}}]
            rollback:
              - {id: back, title: Back, instructions: Back.}
            """
    )
    page = made()["runbooks/one.md"]
    for wanted in (
        "### Step { #rollback ",
        'id="check--rollback"',
        "## Stage { #stage--rollback ",
        "## Rollback { #heading--rollback ",
    ):
        assert wanted in page, page


def test_newer_than_the_results(small: Site) -> None:
    """What the last run knew nothing of is there, never run, and blocks the decision."""
    small.proofbook("run")
    small.write(
        list=LIST.replace(
            "attest: {role: head}", "checks: [{id: new-check, file: {path: docs}, expect: {exists: true}}]"
        ),
        new=DRILLED.replace("id: deploy", "id: other").replace("rehearsal", "again").replace("true-too", "also-new"),
        more=LIST.replace("id: launch", "id: more").replace("trained", "newer").replace("noted", "newest"),
    )
    pages = {page.uri: page.markdown for page in small.published(run=False).pages}
    assert ("Not run here" in pages["runbooks/other.md"], 'id="also-new"' in pages["runbooks/other.md"]) == (True, True)
    assert ('id="new-check"' in pages["checklists/launch.md"], "NO-GO" in pages["checklists/more.md"]) == (True, True)
    assert "the last run knew nothing of it" in pages["checklists/more.md"]


def test_the_first_checklist(small: Site, made: Made) -> None:
    """The one that says so stands first and in full; the others are a line each."""
    small.write(
        z=LIST.replace("id: launch", "id: z\nfirst: true")
        .replace("title: Launch", "title: Zenith")
        .replace("trained", "t")
        .replace("noted", "n")
    )
    page = made()["proof/index.md"]
    full, _, short = page.partition("Other checklists")
    assert ("**[Zenith]" in full, "[Launch](../checklists/launch.md)<br>" in short, "**[Launch]" in full) == (
        True,
        True,
        False,
    )


def test_objectives(small: Site, made: Made) -> None:
    """A measured objective has a picture of value and target; one that is no number has none."""
    small.file("figures.json", '{"p95": 20, "name": "fast"}')
    goal = "  - {{id: {0}, title: T, category: c, target: {1}, source: {{document: {{path: figures.json}}}}, value: {{fact: data, path: $.{2}}}}}\n"
    small.write(
        goals="kind: objectives\nid: goals\ntitle: Goals\nobjectives:\n"
        + goal.format("quick", "{le: 30}", "p95")
        + goal.format("named", "{equals: fast}", "name")
    )
    page = made()["objectives/goals.md"]
    assert 1 == page.count('aria-label="T: 20, target at most 30"')
    assert 1 == page.count('<svg class="pb-against')
    assert 1 == page.count(">target at most 30<"), "once in words, beside what was measured"

"""Waivers change the status, never the verdict; they end; and what is wrong with them is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites import Site

BOOK = """
    kind: runbook
    id: book
    title: Book
    steps:
      - id: one
        title: One
        instructions: Look.
        verify:
          - {id: broken, file: {path: nowhere}, expect: {exists: true}}
          - {id: after, needs: [broken], file: {path: docs}, expect: {exists: true}}
"""
WAIVERS = """
    kind: waivers
    id: waivers
    waivers:
      - check: broken
        justification: The file comes with the next release.
        owner: platform
        approver: Ada
        expires: EXPIRES
"""
LIST = """
    kind: checklist
    id: launch
    title: Launch
    sections:
      - id: all
        title: All
        items:
          - {id: it-works, title: It works, proof: {check: broken}}
"""


def waived(site: Site, expires: str, book: str = BOOK) -> Site:
    """A failing check, under a waiver that ends then."""
    return site.write(book=book, waivers=WAIVERS.replace("EXPIRES", expires))


def findings(site: Site) -> list[tuple[str, str]]:
    """Rules and subjects of the findings."""
    return [(one["rule"], one["subject"]) for one in site.results["findings"]]


def test_waived(site: Site, tomorrow: str) -> None:
    """The verdict stays, the status and the gate change, and what needs the check runs."""
    assert waived(site, tomorrow).proofbook("run").code == 0
    broken = site.result("broken")
    assert (broken["verdict"], broken["status"], broken["waiver"]["approver"]) == ("failed", "waived", "Ada")
    assert (site.result("after")["status"], findings(site)) == ("passed", [])


def test_ended(site: Site) -> None:
    """A waiver that has ended leaves the failure, with a finding."""
    assert waived(site, "2026-01-01").proofbook("run").code == 1
    assert (site.result("broken")["status"], findings(site)) == ("failed", [("waiver-expired", "broken")])
    assert "the check still fails" in site.results["findings"][0]["message"]


def test_unused(site: Site, tomorrow: str) -> None:
    """A waiver of a check that passes would hide its next failure."""
    assert waived(site, tomorrow, BOOK.replace("nowhere", "docs")).proofbook("run").code == 0
    assert (site.result("broken")["status"], findings(site)) == ("passed", [("waiver-unused", "broken")])


def test_ended_and_unneeded(site: Site) -> None:
    """Nothing is left of it but its entry."""
    waived(site, "2026-01-01", BOOK.replace("nowhere", "docs")).proofbook("run")
    assert "nothing needs it any more" in site.results["findings"][0]["message"]


def test_as_good_as_for_ever(site: Site) -> None:
    """An end that nobody will live to see is none."""
    assert waived(site, "2999-01-01").proofbook("run").code == 0
    assert findings(site) == [("waiver-permanent", "broken")]


def test_of_several_the_longest_counts(site: Site, tomorrow: str) -> None:
    """One that has ended does not take away one that has not."""
    more = WAIVERS.replace("EXPIRES", tomorrow) + WAIVERS[WAIVERS.index("      - check") :].replace(
        "EXPIRES", "2026-01-01"
    )
    site.write(book=BOOK, waivers=more)
    assert site.proofbook("run").code == 0
    assert site.result("broken")["waiver"]["expires"] == tomorrow


def test_of_nothing(site: Site, tomorrow: str) -> None:
    """A waiver of a check that is not there is an error with the nearest id."""
    waived(site, tomorrow, BOOK.replace("broken", "brokken"))
    done = site.proofbook("run")
    assert (done.code, "there is no check `broken`" in done.err, "did you mean `brokken`?" in done.err) == (
        2,
        True,
        True,
    )


def test_without_end(site: Site) -> None:
    """There is no waiver without an end."""
    site.write(book=BOOK, waivers=WAIVERS.replace("        expires: EXPIRES\n", ""))
    done = site.proofbook("validate")
    assert (done.code, "lacks `expires`" in done.err) == (2, True)


def test_impossible_end(site: Site) -> None:
    """The end is a day of the calendar."""
    assert "2026-02-30 is not a date of the calendar" in waived(site, "2026-02-30").proofbook("validate").err


def test_decision(site: Site, tomorrow: str) -> None:
    """A waived proof is GO for as long as the waiver lasts, whenever the decision is asked for."""
    waived(site, tomorrow).write(launch=LIST)
    assert site.proofbook("run").code == 0
    item = site.results["items"][0]
    assert (item["status"], item["reason"][:6]) == ("waived", "waived")
    assert site.proofbook("decide", "launch").code == 0
    text = (site.root / ".proofbook/results.json").read_text().replace(item["valid_until"], "2026-01-01T00:00:00.000Z")
    (site.root / ".proofbook/results.json").write_text(text)
    done = site.proofbook("decide", "launch")
    assert (done.code, "its waiver ended on 2026-01-01" in done.out) == (1, True)


def test_blocked_by_the_waived(site: Site, tomorrow: str) -> None:
    """A drill goes on after a waived check; nothing is blocked by it."""
    lab = "kind: environment\nid: lab\ntitle: Lab\ngrade: lab\ndisposable: true\n"
    acting = BOOK.replace("        verify:", "        run: {command: ['true']}\n        verify:")
    more = "      - {id: two, title: Two, instructions: Go., run: {command: ['true']}}\n    drills: [{id: d, environment: lab}]\n"
    waived(site, tomorrow, acting.rstrip() + "\n" + more).write(lab=lab)
    assert site.proofbook("run").code == 0
    drill = site.results["drills"][0]
    assert ([step["status"] for step in drill["steps"]], drill["status"]) == (["waived", "passed"], "waived")


ENTRY = ("--justification", "Later.", "--owner", "platform", "--approver", "Ada")


def test_waive(site: Site, tomorrow: str) -> None:
    """`proofbook waive` writes an entry that counts at once, and appends to those that are there."""
    site.write(book=BOOK)
    assert site.proofbook("run").code == 1
    assert site.proofbook("waive", "broken", *ENTRY, "--expires", tomorrow, "--ticket", "OPS-1").code == 0
    file = site.root / "runbooks/waivers.yml"
    assert file.read_text() == (
        "kind: waivers\nid: waivers\nwaivers:\n  - check: broken\n    justification: Later.\n    owner: platform\n"
        f"    approver: Ada\n    expires: '{tomorrow}'\n    ticket: OPS-1\n"
    )
    assert site.proofbook("run").code == 0
    file.write_text(file.read_text().replace("waivers:\n", "waivers:\n  # the first\n"))
    assert site.proofbook("waive", "after", *ENTRY, "--expires", tomorrow).code == 0
    assert ("# the first" in file.read_text(), file.read_text().count("  - check:")) == (True, 2)


@pytest.mark.parametrize(
    ("check", "expires", "said"),
    [
        ("brokn", "2999-01-01", "there is no check `brokn`; did you mean `broken`?"),
        ("zzzzzzzzzzz", "2999-01-01", "there is no check `zzzzzzzzzzz`; see `proofbook plan`"),
        ("broken", "2020-01-01", "2020-01-01 is over already"),
        ("broken", "soon", "soon is not a date; expected ISO 8601, as in 2026-12-31"),
    ],
)
def test_waive_refused(site: Site, check: str, expires: str, said: str) -> None:
    """What makes no sense is not written."""
    site.write(book=BOOK)
    done = site.proofbook("waive", check, *ENTRY, "--expires", expires)
    assert (done.code, done.err, (site.root / "runbooks/waivers.yml").exists()) == (2, f"proofbook: {said}\n", False)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("--owner", "platfrm"), "there is no owner `platfrm`; did you mean `platform`?"),
        (("--owner", "zzz"), "there is no owner `zzz`; the settings know `platform`"),
        (("--approver", ""), "waiver 1 of `waivers` lacks `approver`; expected who answers for letting it pass"),
    ],
)
def test_waive_writes_nothing_invalid(site: Site, changed: tuple[str, str], said: str) -> None:
    """An entry over which the next build would end is not written."""
    site.settings(owners="{platform: {name: Platform, contact: x}}").write(book=BOOK)
    done = site.proofbook("waive", "broken", *ENTRY, "--expires", "2999-01-01", *changed)
    assert (done.code, (site.root / "runbooks/waivers.yml").exists()) == (2, False)
    assert said in done.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "kind: waivers\nid: waivers\nwaivers: [{check: after, justification: a, owner: b, approver: c, expires: 2999-01-01}]\n",
            "is not its last key in block style; add by hand",
        ),
        (
            BOOK.replace("id: book", "id: other")
            .replace("id: broken", "id: x")
            .replace("[broken]", "[x]")
            .replace("id: after", "id: y"),
            "is not a document of `kind: waivers`",
        ),
    ],
)
def test_waive_cannot_append(site: Site, text: str, said: str) -> None:
    """A file that cannot take the entry stays as it is, and the entry is printed for its author."""
    site.write(book=BOOK, other=text)
    before = (site.root / "runbooks/other.yml").read_text()
    done = site.proofbook("waive", "broken", *ENTRY, "--expires", "2999-01-01", "--file", "runbooks/other.yml")
    assert (done.code, said in done.err, (site.root / "runbooks/other.yml").read_text()) == (2, True, before)


def test_leaves_no_scraps(site: Site, tomorrow: str) -> None:
    """No temporary file stays behind, and permissions are kept."""
    site.write(book=BOOK)
    site.proofbook("waive", "broken", *ENTRY, "--expires", tomorrow)
    (site.root / "runbooks/waivers.yml").chmod(0o600)
    site.proofbook("waive", "after", *ENTRY, "--expires", tomorrow)
    found = {path.name: oct(path.stat().st_mode)[-3:] for path in Path(site.root / "runbooks").iterdir()}
    assert found == {"book.yml": found["book.yml"], "waivers.yml": "600"}

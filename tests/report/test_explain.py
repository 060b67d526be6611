"""`proofbook explain`: one check from all sides."""

from __future__ import annotations

import re

import pytest

from tests.choosing.test_choosing import DRILLED, LAB
from tests.run.test_checks import book
from tests.sites import Site

CHECK = """{id: shop, title: The shop, severity: high, remediation: Open it., needs: [first], max_age: 1h,
        command: [sh, -c, 'echo ::error::x; test -e marker && echo open || { touch marker; echo shut; }'],
        expect: {exit_code: 0, stdout: {contains: open}}, retry: {attempts: 2, interval: 10ms},
        evidence: [{title: Took, fact: duration_ms, unit: ms}]}"""


@pytest.fixture
def shop(site: Site) -> Site:
    """A check that passes at the second look."""
    return site.write(book=book("{id: first, file: {path: docs}, expect: {exists: true}}", CHECK))


def explained(site: Site, check: str) -> str:
    """The text, with times and places that differ from run to run taken out."""
    done = site.proofbook("explain", check)
    assert (0, "") == (done.code, done.err)
    text = re.sub(r"[0-9-]{10}T[0-9:.]+Z", "AT", done.out)
    return re.sub(r"\d+\.\d+( s| ms)", r"N\1", text)


def test_before_and_after(shop: Site) -> None:
    """Before a run the definition; after it every attempt with every matcher, what was printed, and how to look again."""
    before = """\
shop: The shop
  runbooks/book.yml:10:9: command, needs permission: commands
  severity high, gates
  needs first
  looks at {"argv": ["sh", "-c", "echo ::error::x; test -e marker && echo open || { touch marker; echo shut; }"]}
  expects exit_code: 0
  expects stdout: {"contains": "open"}
  to mend it: Open it.
  on local
"""
    seen = explained(shop, "shop")
    looks_at = next(line for line in seen.splitlines() if "looks at" in line)
    assert "touch marker" in looks_at
    before = before.replace(next(line for line in before.splitlines() if "looks at" in line), looks_at)
    assert before + "not looked at yet\nlook again: proofbook run shop\n" == seen
    shop.proofbook("run", "shop")
    after = """\
last look: flaky, on local (grade local)
  valid until AT
  attempt 1, AT, N s: failed
    ✓ exit_code: expected 0, got 0
    ✗ stdout: expected containing "open", got "::error::x\\nshut\\n"
  attempt 2, AT, N s: passed
    ✓ exit_code: expected 0, got 0
    ✓ stdout: expected containing "open", got "::error::x\\nopen\\n"
  Took: N ms
  it printed:
    | : :error::x
    | open
look again: proofbook run shop
"""
    assert before + after == re.sub(r"Took: [\d.]+", "Took: N", explained(shop, "shop"))


def test_in_a_drill(site: Site) -> None:
    """A check of a runbook with actions stands in its drills; one of them can be meant."""
    site.write(lab=LAB, deploy=DRILLED.replace("needs: [disk-root], ", ""))
    both = explained(site, "switched")
    assert "look again: proofbook run rehearsal:switched\nlook again: proofbook run again:switched\n" in both
    site.proofbook("run", "again:switched")
    one = explained(site, "again:switched")
    assert "  in the drill again on lab\nlast look in the drill again: passed" in one and "rehearsal" not in one
    assert "look again: proofbook run again:switched\n" in one


def test_changed_since(shop: Site) -> None:
    """A result of another definition is shown as such, and why a check will not run now."""
    shop.proofbook("run", "first")
    skipped = "{id: first, skip: {reason: later, until: 2999-01-01}, file: {path: runbooks}, expect: {exists: true}}"
    shop.write(book=book(skipped))
    text = explained(shop, "first")
    assert "  skipped now: later (until 2999-01-01)\n" in text
    assert "  its definition has changed since\n" in text


@pytest.mark.parametrize(
    ("name", "hint"),
    [("shopp", "did you mean `shop`?"), ("zzz", "see `proofbook list`"), ("x:shop", "there is no check `x:shop`")],
)
def test_unknown(shop: Site, name: str, hint: str) -> None:
    """An unknown id names the nearest."""
    done = shop.proofbook("explain", name)
    assert (2, True) == (done.code, hint in done.err)


def test_a_failure_and_a_waiver(site: Site) -> None:
    """What could not be looked at says why; a waiver says by whom and until when."""
    site.write(
        book=book(
            "{id: gone, command: [no-such-program], expect: {exit_code: 0}}",
            "{id: bad, command: ['false'], expect: {exit_code: 0}}",
        )
    )
    site.write(
        w="kind: waivers\nid: w\nwaivers:\n  - {check: bad, justification: Known., owner: o, approver: Ada, expires: 2999-01-01}\n".replace(
            "\\\n", "\n"
        )
    )
    site.proofbook("run")
    assert "error\n    cannot start 'no-such-program'" in explained(site, "gone")
    assert "waived until 2999-01-01 by Ada" in explained(site, "bad")

"""Choosing what runs: by id, pattern, tag, kind, severity and drill; what is not chosen proves nothing."""

from __future__ import annotations

import time

import pytest

from tests.run.test_checks import book, verdicts
from tests.run.test_looking import running
from tests.sites import Finished, Site

LOOK = "file: {path: docs}, expect: {exists: true}"
BOOK = f"""
kind: runbook
id: daily
title: Daily
tags: [routine]
steps:
  - id: disks
    title: Disks
    instructions: Look.
    verify:
      - {{id: disk-root, {LOOK}}}
      - {{id: disk-data, tags: [slow], severity: high, remediation: Mend., needs: [disk-root], {LOOK}}}
  - id: mails
    title: Mails
    instructions: Look.
    verify: [{{{LOOK}}}]
"""
CHECKLIST = f"""
kind: checklist
id: launch
title: Launch
sections:
  - id: all
    title: All
    items:
      - {{id: seen, title: Seen, checks: [{{severity: medium, remediation: Mend., {LOOK}}}]}}
"""
LAB = """
kind: environment
id: lab
title: Lab
disposable: true
grade: lab
"""
DRILLED = """
kind: runbook
id: deploy
title: Deploy
tags: [release]
drills: [{id: rehearsal, environment: lab}, {id: again, environment: lab}]
steps:
  - id: switch
    title: Switch
    instructions: Switch.
    run: {command: ['true']}
    verify: [{id: switched, needs: [disk-root], file: {path: docs}, expect: {exists: true}}]
  - id: act
    title: Act
    instructions: Act.
    run: {command: ['true']}
"""
EVERY = {"disk-root", "disk-data", "daily/mails", "seen", "rehearsal:switched", "again:switched"}


@pytest.fixture
def full(site: Site) -> Site:
    """A runbook with three checks, a checklist with one, and a runbook with two drills."""
    return site.write(daily=BOOK, launch=CHECKLIST, lab=LAB, deploy=DRILLED)


def chosen(site: Site) -> set[str]:
    """The keys of what was looked at; the rest says why not."""
    results = {
        f"{one['drill']}:{one['check']}" if one["drill"] else one["check"]: one for one in site.results["results"]
    }
    assert EVERY == set(results)
    assert {"not selected"} >= {one["reason"] for one in results.values() if one["status"] != "passed"}
    return {key for key, one in results.items() if one["status"] == "passed"}


DRILLS = {"rehearsal:switched", "again:switched"}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", EVERY),
        ("disk-root", {"disk-root"}),
        ("disk-data", {"disk-root", "disk-data"}),
        ("disk-*", {"disk-root", "disk-data"}),
        ("daily/mails", {"daily/mails"}),
        ("daily/disks", {"disk-root", "disk-data"}),
        ("daily", {"disk-root", "disk-data", "daily/mails"}),
        ("launch daily/mails", {"seen", "daily/mails"}),
        ("--tag slow", {"disk-root", "disk-data"}),
        ("--tag routine", {"disk-root", "disk-data", "daily/mails"}),
        ("--tag release", {"disk-root", *DRILLS}),
        ("--tag slow --tag release", {"disk-root", "disk-data", *DRILLS}),
        ("--kind checklist", {"seen"}),
        ("--kind runbook --no-drills", {"disk-root", "disk-data", "daily/mails"}),
        ("--severity medium", {"disk-root", "disk-data", "seen"}),
        ("--severity critical", set()),
        ("--tag routine --severity high", {"disk-root", "disk-data"}),
        ("--no-drills", {"disk-root", "disk-data", "daily/mails", "seen"}),
        ("--drill rehearsal", {"disk-root", "rehearsal:switched"}),
        ("--drill re* --kind checklist", {"disk-root", "seen", "rehearsal:switched"}),
        ("rehearsal", {"disk-root", "rehearsal:switched"}),
        ("again:switched", {"disk-root", "again:switched"}),
        ("switched", {"disk-root", *DRILLS}),
    ],
)
def test_choosing(full: Site, arguments: str, expected: set[str]) -> None:
    """Exactly what is meant runs, with what it needs; the gate of nothing at all is inconclusive."""
    done = full.proofbook("run", *arguments.split())
    assert (expected, 0 if expected else 3) == (chosen(full), done.code)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("disk-rot", "there is no check, item, step, document or drill `disk-rot`; did you mean `disk-root`?"),
        ("zz*", "there is no check, item, step, document or drill `zz*`; see `proofbook list`"),
        ("lab", "`lab` has no checks and no drills: there is nothing of it to run"),
        ("--tag sloww", "there is no check or document with the tag `sloww`; did you mean `slow`?"),
        ("--drill disk-root", "there is no drill `disk-root`"),
        ("--kind waivers", "there is no document with checks of the kind `waivers`"),
        ("--env moon", "there is no environment 'moon'; there are lab, local"),
        ("--severity worst", "Invalid value for '--severity'"),
        ("--timeout soon", "'soon' is not a duration; expected one such as 30s, 5m or 24h"),
    ],
)
def test_a_typing_error_selects_nothing(full: Site, arguments: str, words: str) -> None:
    """What nothing is called is wrong usage, and nothing runs."""
    done = full.proofbook("run", *arguments.split())
    assert (2, True) == (done.code, words in done.err)
    assert not (full.root / ".proofbook").exists()


def test_plan_takes_the_same(full: Site) -> None:
    """The plan shows what is not selected, and that a drill is not."""
    out = full.proofbook("plan", "seen").out
    assert "skipped  disk-root  not selected\n" in out
    assert "run  seen  file, needs permission: files\n" in out
    assert "drill rehearsal of deploy on lab: skipped  not selected\n" in out


def test_env(site: Site) -> None:
    """`--env` is what checks outside drills look at, for this run."""
    lab = "kind: environment\nid: {0}\ntitle: It\ngrade: {0}\nvars: {{path: {1}}}\n"
    site.settings(environment="lab").write(lab=lab.format("lab", "nowhere"), staging=lab.format("staging", "docs"))
    site.write(book=book('{id: one, file: {path: "${{ env.path }}"}, expect: {exists: true}}'))
    assert (1, 0) == (site.proofbook("run").code, site.proofbook("run", "--env", "staging").code)
    assert ("staging", "staging") == (site.result("one")["grade"], site.results["environment"])


def slow(name: str, *, seconds: float, more: str = "") -> str:
    """A check that takes a while."""
    return f"{{id: {name}, {more} command: [sleep, '{seconds}'], expect: {{exit_code: 0}}}}"


def test_fail_fast(site: Site) -> None:
    """After a failure nothing more is begun; what does not gate stops nothing."""
    quick = "{id: first, gate: false, command: ['false'], expect: {exit_code: 0}}"
    bad = "{id: second, needs: [good], command: ['false'], expect: {exit_code: 0}}"
    good = "{id: good, command: ['true'], expect: {exit_code: 0, duration_ms: {lt: 60000}}}"
    late = slow("late", seconds=0.1, more="needs: [later],")
    site.write(
        book=book(quick, good, bad, slow("later", seconds=1.5), late),
        lab=LAB,
        deploy=DRILLED.replace("[disk-root]", "[good]"),
    )
    assert 1 == site.proofbook("run", "--fail-fast").code
    seen = verdicts(site)
    assert ("failed", "passed", "failed", "skipped") == (seen["first"], seen["good"], seen["second"], seen["late"])
    assert "second did not pass" in site.result("late")["reason"]
    assert {"skipped"} == {one["status"] for one in site.results["drills"]}


def test_fail_fast_after_a_drill(site: Site) -> None:
    """A drill that failed stops the next one, but not its own rollback."""
    undo = DRILLED.replace("command: ['true']}", "command: ['false']}\n    undo: {command: [touch, undone]}", 1)
    site.write(lab=LAB, deploy=undo.replace("needs: [disk-root], ", ""))
    assert 1 == site.proofbook("run", "--fail-fast").code
    assert ["failed", "skipped"] == sorted(one["status"] for one in site.results["drills"])
    assert (site.root / "undone").exists()


def timed(site: Site, *arguments: str) -> tuple[Finished, float]:
    """A run, and how long it took."""
    begun = time.monotonic()
    return site.proofbook(*arguments), time.monotonic() - begun


def test_deadline(site: Site) -> None:
    """When the run's deadline is over nothing goes on, and what was not seen is an error, culprits named."""
    site.write(book=book("{id: quick, file: {path: docs}, expect: {exists: true}}", slow("culprit", seconds=71)))
    site.write(other=book(slow("victim", seconds=71, more="needs: [culprit],")).replace("id: book", "id: other"))
    done, took = timed(site, "run", "--timeout", "1s")
    assert (3, True, []) == (done.code, took < 10, running("sleep 71"))
    assert {"quick": "passed", "culprit": "error", "victim": "error"} == verdicts(site)
    over = "the deadline of the whole run, 1s, was over"
    assert [f"{over} while this was under way", f"{over} before this was begun"] == [
        site.result(name)["reason"] for name in ("culprit", "victim")
    ]
    assert site.results["complete"]


def test_deadline_in_a_drill(site: Site) -> None:
    """A drill that was cut off, or never begun, is an error too, whether or not it has checks."""
    acting = DRILLED[: DRILLED.index("    verify:")] + "\n"
    site.write(lab=LAB, deploy=acting.replace("['true']", "[sleep, '72']"))
    site.write(book=book("{id: quick, file: {path: docs}, expect: {exists: true}}"))
    done, _ = timed(site, "run", "--timeout", "1s")
    assert (3, []) == (done.code, running("sleep 72"))
    reasons = {
        one["drill"]: (one["status"], one["reason"].rpartition("was over ")[2]) for one in site.results["drills"]
    }
    assert {"rehearsal": ("error", "while this was under way"), "again": ("error", "before this was begun")} == reasons

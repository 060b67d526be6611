"""`proofbook exercise`: an environment that outlives its command, broken, mended, handed in, and surely torn down."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner, Result

from proofbook.cli.commands import main
from proofbook.exercising.state import Folder, Kept, begun
from tests.sites import Site

LAB = """
    kind: environment
    id: lab
    title: Lab
    grade: lab
    disposable: true
    environ: {LAB_DIR: "${{ env.dir }}"}
    services: [{id: sleeper, command: [sleep, '600'], ready: {file: {path: docs}, expect: {exists: true}}}]
    actions:
      broken: {title: Broken, run: {command: [sh, -c, 'touch "$LAB_DIR/broken"']}}
      cannot: {title: Cannot, run: {command: ['false']}}
"""
BOOK = """
    kind: runbook
    id: book
    title: Book
    inputs: {why: {description: Why}}
    drills: [{id: d, environment: lab, inputs: {why: drill}}]
    steps:
      - id: mend
        title: Mend it
        instructions: Take the file away.
        run: {command: [sh, -c, 'rm "$LAB_DIR/broken"']}
        verify:
          - {id: mended, title: It is mended, command: {argv: [sh, -c, 'test ! -e "$LAB_DIR/broken"']}, expect: {exit_code: 0}}
"""
COURSE = """
    kind: course
    id: first
    title: First
    audience: all
    objectives: [{id: mend, text: Mend it}]
    modules:
      - id: all
        title: All
        lessons:
          - id: practice
            title: Practice
            duration: 5m
            teaches: [mend]
            exercise:
              {runbook: book, environment: lab, inputs: {why: to learn}, faults: [broken], task: Mend it., solved: [mended],
               hints: [Look for a file., It is called broken.], way: [mend], solution: Take it away.}
"""


@pytest.fixture
def school(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site with an exercise; none is under way afterwards."""
    monkeypatch.chdir(site.root)
    for name in ("CI", "GITHUB_ACTIONS", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)
    yield site.settings().write(lab=LAB, book=BOOK, first=COURSE)
    said("stop")


def said(*arguments: str) -> Result:
    """What `proofbook exercise …` says."""
    return CliRunner().invoke(main, ["exercise", *arguments])


def kept(school: Site) -> Kept:
    """What the keeper wrote."""
    found = Folder(school.root).kept()
    assert found
    return found


def test_whole(school: Site) -> None:
    """From start to record: broken, hinted, mended, ended; nothing is left."""
    started = said("start")
    assert (started.exit_code, "Mend it." in started.output) == (0, True), started.output
    seen = kept(school)
    folder = Path(seen.scope["env"]["dir"])
    wrong = said("check")
    assert (wrong.exit_code, "not yet  It is mended" in wrong.output, "exit_code" in wrong.output) == (1, True, False)
    assert said("hint").output == "Look for a file.\n"
    assert said("hint", "first/practice").output == "It is called broken.\n"
    assert "there is no hint left" in said("hint").output
    assert "first/practice is under way" in said("start").output
    assert f"export LAB_DIR={folder}" in said("env").output
    (folder / "broken").unlink()
    right = said("check")
    assert (right.exit_code, right.output) == (0, "right    It is mended\nsolved\n")
    record = json.loads(said("record").output)
    assert (record["hints"], record["shown"], record["checks"], bool(record["solved"])) == (2, False, 2, True)
    assert record["passed"][0]["check"] == "mended" and "proves nothing about who" in record["proves"]
    assert said("stop").output == "first/practice is ended\n"
    assert not folder.exists() and not any(psutil.pid_exists(group) for group in seen.groups)
    assert said("stop").output == "no exercise is under way\n"
    assert "is not under way" in said("check").output
    assert json.loads(said("record").output)["solved"]


def test_way_and_reset(school: Site) -> None:
    """The way, carried out, solves it; a reset breaks it anew; both are in the record."""
    said("start")
    assert "Take it away." in said("solve").output
    done = said("solve", "--run")
    assert (done.exit_code, "passed  mend" in done.output) == (0, True), done.output
    assert said("check").exit_code == 0
    assert said("solve", "--run").exit_code == 1
    assert said("reset").exit_code == 0
    assert said("check").exit_code == 1
    assert json.loads(said("record").output)["resets"] == 1


def test_lacking(school: Site) -> None:
    """What the course needs and this machine lacks is named, and nothing starts; what may not be looked at is taken on trust."""
    checks = "checks: [{id: a-tool, title: The tool is there, file: {path: tool}, expect: {exists: true}}]"
    school.write(first=COURSE.replace("objectives:", f"{checks}\n    objectives:"))
    lacking = said("start")
    assert (lacking.exit_code, "failed  The tool is there" in lacking.output) == (1, True), lacking.output
    assert "`proofbook run first` shows more" in lacking.output and not Folder(school.root).held()
    assert "expected true, got false" in CliRunner().invoke(main, ["run", "first"]).output
    school.file("tool", "")
    assert said("start").exit_code == 0
    said("stop")
    (school.root / "tool").unlink()
    school.settings(allow="{files: false, commands: true, drills: [lab]}")
    assert "the environment `lab` did not come up" in said("start").output


def test_died(school: Site) -> None:
    """A service that died is told from what the learner must mend; a keeper that was killed leaves nothing for long."""
    said("start")
    first = kept(school)
    os.killpg(next(iter(first.groups)), signal.SIGKILL)
    folder = Folder(school.root)
    for _ in range(200):
        if kept(school).trouble:
            break
        psutil.time.sleep(0.05)
    assert "the environment itself broke: sleeper: it died" in said("check").output
    assert said("reset").exit_code == 0
    second = kept(school)
    os.kill(second.keeper, signal.SIGKILL)
    for _ in range(200):
        if not folder.held():
            break
        psutil.time.sleep(0.05)
    assert "is not under way" in said("check").output
    assert said("start").exit_code == 0
    assert not any(psutil.pid_exists(group) and psutil.Process(group).status() != "zombie" for group in second.groups)
    school.write(first=COURSE.replace("called broken", "called so"))
    assert "has been rewritten since" in said("check").output


def test_refused(school: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What may not be started, or cannot be, says why; nothing stays."""
    assert "no exercise was started here" in said("check").output
    assert "did you mean `first/practice`?" in said("start", "first/practise").output
    school.write(first=COURSE.replace("faults: [broken]", "faults: [cannot]"))
    broken = said("start")
    assert (broken.exit_code, "the fault cannot did not strike" in broken.output) == (2, True), broken.output
    assert not Folder(school.root).held()
    school.settings(allow="{files: true}")
    assert "--allow drills=lab" in said("start").output
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    school.write(first=COURSE.replace("way: [mend]", "way: [mand]").replace("inputs: {why: to learn}, ", ""))
    wrong = said("start").output
    assert "there is no step of `book` `mand`" in wrong and "gives the input `why` no value" in wrong


@pytest.mark.skipif(sys.platform != "linux", reason="it sets what psutil reads on Linux")
def test_a_clock_that_is_set_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service is still known as the one that was started, and is torn down, whatever the clock shows by then."""
    began, boot = begun(os.getpid()), psutil._pslinux.boot_time
    monkeypatch.setattr(psutil._pslinux, "boot_time", lambda: boot() + 7200)
    assert abs(begun(os.getpid()) - began) < 1

"""The exercises of this site, done for real: broken before, mended by what the text says, and every hint is true."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from proofbook import exercising
from proofbook.cli.commands import main
from proofbook.exercising import doing
from proofbook.exercising.state import Folder, Kept, Progress
from proofbook.instants import stamp
from proofbook.load import site_of
from proofbook.model.results import ActionResult
from proofbook.run.drills import act
from proofbook.run.world import Outside
from proofbook.variables import Scope
from tests.sites import REPOSITORY

#: What the text of each lets a learner see before it is mended: the command it names, and words of the answer.
SEEN = {
    "on-call/an-incident": ("python -m checks.lab status", "DOWN  blue: nothing is deployed, and traffic goes there"),
    "support/close-an-error": ("python -m checks.lab get /errors --as operator", '"resolved": false'),
    "new-user/citations-from-elsewhere": ("python -m checks.lab get /papers/7/citations", '"source": "standby"'),
    "on-call/take-it-back": ("python -m checks.lab watch --seconds 1", "failed"),
    "release-manager/slow-release": ("python -m checks.lab status", "green: v6 runs since"),
}


def said(*arguments: str) -> Result:
    """What `proofbook exercise …` says."""
    return CliRunner().invoke(main, ["exercise", *arguments])


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """This site in a folder of its own, with a lab that all exercises share: the load is light, to be quick."""
    root = tmp_path_factory.mktemp("school")
    for part in ("checks", "docs", "runbooks"):
        shutil.copytree(REPOSITORY / part, root / part)
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    lab = root / "runbooks/environments/lab.yml"
    assert '"100"' in lab.read_text()
    lab.write_text(lab.read_text().replace('"100"', '"10"'))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        for name in ("CI", "GITHUB_ACTIONS", "GITLAB_CI"):
            patch.delenv(name, raising=False)
        yield root
        said("stop")


def begin(root: Path, name: str) -> None:
    """Start an exercise as a learner does; where the lab of another one runs, let the faults strike in that."""
    folder = Folder(root)
    kept = folder.kept()
    if kept is None:
        started = said("start", name)
        assert started.exit_code == 0, started.output
        return
    one = exercising.practice(site_of(root / "mkdocs.yml"), name)

    async def strike(world: Outside, scope: Scope) -> list[ActionResult]:
        return [
            await act("fault", each, one.environment.actions[each].run, scope, world) for each in one.exercise.faults
        ]

    for done in doing._outside(one, kept, strike):
        assert done.verdict == "passed", done
    folder.write(replace(kept, exercise=name))
    folder.write(Progress(exercise=name, digest=one.digest, started=stamp(datetime.now(UTC))))


def typed(root: Path, kept: Kept, command: str) -> str:
    """What a command prints that a learner types; `python` is found as `exercise env` has it."""
    environ = dict(line.removeprefix("export ").split("=", 1) for line in exercising.exports(kept).splitlines())
    environ = {name: shlex.split(value)[0] if value else "" for name, value in environ.items()}
    done = subprocess.run(
        ["sh", "-c", command], cwd=root, env=environ, capture_output=True, text=True, timeout=60, check=False
    )
    assert "usage:" not in done.stderr and "Traceback" not in done.stderr, done.stderr
    return done.stdout


def hints(name: str, root: Path) -> list[str]:
    """All of them, asked for one after the other."""
    given = [said("hint", name).output for _ in exercising.practice(site_of(root / "mkdocs.yml"), name).exercise.hints]
    assert "there is no hint left" in said("hint", name).output
    return given


@pytest.mark.parametrize("name", SEEN)
def test_can_be_solved(school: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken first; each command that a hint names works; the way that is shown, typed by hand, mends it."""
    # What is broken need not be waited for; what is mended may need as long as a drill gives it on a busy machine.
    monkeypatch.setattr(doing, "PATIENCE_S", 1)
    begin(school, name)
    kept = Folder(school).kept()
    assert kept
    broken = said("check", name)
    assert (broken.exit_code, "right" in broken.output, "error" in broken.output) == (1, False, False), broken.output
    command, words = SEEN[name]
    assert words in typed(school, kept, command)
    for hint in hints(name, school):
        for each in re.findall(r"`(python -m [^`]+)`", hint):
            # Some go on for ever; on a busy machine others need longer for their first word.
            assert typed(school, kept, f"timeout 2 {each}") or typed(school, kept, f"timeout 20 {each}"), each
    shown = said("solve", name).output
    way = re.findall(r"(?m)^  \$ (.+)$", shown)
    assert way, shown
    for each in way:
        # Whoever leaves the load's phase out has mended it as well.
        typed(school, kept, re.sub(r" --phase \S+", "", each))
    monkeypatch.setattr(doing, "PATIENCE_S", 30)
    mended = said("check", name)
    assert (mended.exit_code, "not yet" in mended.output) == (0, False), mended.output


def test_every_one_is_here(school: Path) -> None:
    """An exercise that is added to a course is done here as well."""
    told = said("start", "none/such").output
    assert sorted(re.findall(r"[a-z-]+/[a-z-]+", told.partition("there are ")[2])) == sorted(SEEN)

"""What a learner does in an exercise that is under way: check, ask for a hint, see the way, hand in."""

from __future__ import annotations

import asyncio
import platform
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from proofbook import __version__
from proofbook.digest import digest
from proofbook.errors import ExitCode, Usage
from proofbook.exercising.finding import Practice
from proofbook.exercising.state import Folder, Kept, Passed, Progress
from proofbook.instants import stamp
from proofbook.model.check import Check
from proofbook.model.fields import seconds
from proofbook.model.plan import Job
from proofbook.model.results import ActionResult
from proofbook.model.status import Status, proves
from proofbook.run.drills import act
from proofbook.run.looking import Sight, look
from proofbook.run.secrets import Secrets
from proofbook.run.world import Outside
from proofbook.variables import Scope, resolve

PROVES = (
    "That these checks passed on the machine of whoever made this record, after the time and with the help it names. "
    "It is a plain file: it proves nothing about who sat there, and whoever can edit a file can write another."
)
#: How long one check of an exercise waits to become right.
PATIENCE_S = 5
AnswerT = TypeVar("AnswerT")


class Checked(Struct, frozen=True):
    """What a look came to: each check's title with its verdict, and why where it could not be looked at."""

    lines: tuple[tuple[str, Status, str], ...]

    @property
    def exit_code(self) -> ExitCode:
        """As that of a run."""
        verdicts = [verdict for _, verdict, _ in self.lines]
        if all(proves(verdict) for verdict in verdicts):
            return ExitCode.OK
        return ExitCode.FAILED if Status.FAILED in verdicts else ExitCode.INCONCLUSIVE


def under_way(one: Practice) -> tuple[Folder, Kept, Progress]:
    """The exercise while it runs.

    Raises:
        Usage: it does not, or its environment has broken.
    """
    folder = Folder(one.site.root)
    kept, progress = folder.kept(), folder.progress()
    if not folder.held() or not kept or not progress or kept.exercise != one.name:
        raise Usage(f"{one.name} is not under way; `proofbook exercise start {one.name}` starts it")
    if kept.trouble:
        raise Usage(f"the environment itself broke: {kept.trouble}; `proofbook exercise reset` starts it afresh")
    if progress.digest != one.digest:
        raise Usage(f"{one.name} has been rewritten since it was started; `proofbook exercise reset` starts it afresh")
    return folder, kept, progress


def check(one: Practice) -> Checked:
    """Look at what must be right in the end; what is seen is not told."""
    folder, kept, progress = under_way(one)
    sights = _outside(one, kept, _looks(one.jobs))
    lines = tuple(_line(job, sight) for job, sight in zip(one.jobs, sights, strict=True))
    passed = tuple(_passed(job, sight) for job, sight in zip(one.jobs, sights, strict=True) if sight)
    checked = Checked(lines)
    solved = progress.solved or (stamp(datetime.now(UTC)) if checked.exit_code is ExitCode.OK else "")
    folder.write(replace(progress, checks=progress.checks + 1, solved=solved, passed=passed))
    return checked


def lacking(one: Practice) -> Checked:
    """What the course asks of this machine and it has not; what may not be looked at here is taken on trust."""
    sights = _outside(one, Kept(exercise=one.name, keeper=0), _looks(one.before))
    lines = (_line(job, sight) for job, sight in zip(one.before, sights, strict=True) if sight)
    return Checked(tuple(line for line in lines if not proves(line[1])))


def _looks(jobs: tuple[Job, ...]) -> Callable[[Outside, Scope], Awaitable[list[Sight | None]]]:
    async def looks(world: Outside, scope: Scope) -> list[Sight | None]:
        async def sight(job: Job) -> Sight | None:
            return None if job.omit else await look(_soon(job), scope, world)

        return await asyncio.gather(*map(sight, jobs))

    return looks


def _soon(job: Job) -> Job:
    """A learner waits less for an answer than a drill for a recovery."""
    check_, common = job.placed.check, job.placed.check.common
    if not common.wait_for or seconds(common.wait_for) <= PATIENCE_S:
        return job
    common = replace(common, wait_for=f"{PATIENCE_S}s")
    hurried = Check(common, check_.type, check_.params, check_.expect, check_.window, check_.said)
    return replace(job, placed=replace(job.placed, check=hurried))


def _line(job: Job, sight: Sight | None) -> tuple[str, Status, str]:
    if sight is None:
        assert job.omit  # noqa: S101 - nothing else leaves a job without a sight
        return job.placed.title, Status(job.omit.status), job.omit.reason
    return job.placed.title, sight.verdict, sight.reason if sight.verdict is Status.ERROR else ""


def _passed(job: Job, sight: Sight) -> Passed:
    seen = [[one.fact, one.path, one.actual, one.ok] for one in sight.attempts[-1].assertions]
    return Passed(check=job.id, verdict=str(sight.verdict), definition=job.digest, facts=digest(seen))


def _outside(one: Practice, kept: Kept, do: Callable[[Outside, Scope], Awaitable[AnswerT]]) -> AnswerT:
    async def inside() -> AnswerT:
        plan, root = one.plan, one.site.root
        world = Outside(root, plan.allow, kept.environ, Secrets(plan.secrets, root), home=plan.home)
        try:
            return await do(world, {**kept.scope, "vars": plan.vars, "inputs": one.inputs})
        finally:
            await world.network.close()

    return asyncio.run(inside())


def hint(one: Practice) -> str:
    """The next hint.

    Raises:
        Usage: there is none left.
    """
    folder, _, progress = under_way(one)
    if progress.hints >= len(one.exercise.hints):
        raise Usage("there is no hint left; `proofbook exercise solve` shows the way")
    folder.write(replace(progress, hints=progress.hints + 1))
    return one.exercise.hints[progress.hints]


def commands(one: Practice) -> dict[str, tuple[str, ...]]:
    """The command of each step of the way, inputs and environment filled in."""
    _, kept, _ = under_way(one)
    scope: Scope = {**kept.scope, "vars": one.plan.vars, "inputs": one.inputs}
    return {step.id: tuple(map(str, resolve(step.run.command, scope))) for step in one.way if step.run}


def solve(one: Practice, *, execute: bool) -> list[ActionResult]:
    """Note that the way was shown; carried out too, if it is asked for."""
    folder, kept, progress = under_way(one)
    folder.write(replace(progress, shown=True, executed=progress.executed or execute))

    async def acts(world: Outside, scope: Scope) -> list[ActionResult]:
        done: list[ActionResult] = []
        for step in one.way:
            if step.run and all(action.verdict is Status.PASSED for action in done):
                done.append(await act("run", step.id, step.run, scope, world))
        return done

    return _outside(one, kept, acts) if execute else []


def record(one: Practice) -> dict[str, Any]:
    """What can be handed in: of the last attempt, under way or ended.

    Raises:
        Usage: it was never started.
    """
    progress = Folder(one.site.root).progress()
    if progress is None or progress.exercise != one.name:
        raise Usage(f"there is nothing to hand in of {one.name}: it was not started here")
    versions = {"proofbook": __version__, "python": platform.python_version(), "system": platform.platform()}
    said: dict[str, Any] = to_builtins(progress)
    said = {"format": 1, "title": one.title, **said, "versions": versions, "proves": PROVES}
    return {**said, "digest_of_this": digest(said)}

"""Checks outside drills: many at once, what needs another after it, what measures time alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from proofbook.check_types.base import Permission
from proofbook.check_types.registry import permissions
from proofbook.conditions import unmet_in_the_end
from proofbook.errors import UnknownVariable
from proofbook.model.environment import Environment
from proofbook.model.plan import Job
from proofbook.model.settings import Limits
from proofbook.model.status import Status, proves
from proofbook.run.looking import look
from proofbook.run.pools import Pools
from proofbook.run.recording import Recorder, seen, seen_before, unseen
from proofbook.run.reusing import name_of
from proofbook.run.world import Outside
from proofbook.variables import Scope, resolve


async def run_checks(
    jobs: tuple[Job, ...],
    scope: Scope,
    world: Outside,
    recorder: Recorder,
    environment: Environment,
    limits: Limits,
) -> None:
    """Look at every check once what it needs has passed and there is room for it."""
    pools = Pools(limits)
    ended = {job.id: asyncio.Event() for job in jobs}

    async def one(job: Job) -> None:
        try:
            for needed in job.needs:
                await ended[needed].wait() if needed in ended else None
            await _run_one(job, scope, world, recorder, environment, pools)
        finally:
            ended[job.id].set()

    async with asyncio.TaskGroup() as group:
        for job in jobs:
            group.create_task(one(job))


async def _run_one(
    job: Job, scope: Scope, world: Outside, recorder: Recorder, environment: Environment, pools: Pools
) -> None:
    if job.omit:
        recorder.add(unseen(job, Status(job.omit.status), job.omit.reason, environment, None))
        return
    if cause := blocking(job, recorder, None):
        recorder.add(unseen(job, Status.BLOCKED, f"needs {cause}, which did not pass", environment, None, cause))
        return
    known = recorder.handed(scope, job, None)
    if omit := unmet_in_the_end(job.placed.check.common, known):
        recorder.add(unseen(job, Status(omit.status), omit.reason, environment, None))
        return
    name = name_of(job, known, world, environment)
    if earlier := recorder.looks.find(name, world):
        recorder.add(seen_before(job, earlier, environment))
        return
    async with pools.taken(_asked(job, known), alone=measures(job), lock=job.placed.check.common.lock):
        if recorder.over:
            recorder.add(unseen(job, Status(recorder.over.status), recorder.over.reason, environment, None))
            return
        recorder.began(job.id)
        traced = world.traced()
        sight = await look(job, known, traced)
        recorder.looks.looked(job.id, name, traced.trace.seen)
        recorder.add(seen(job, sight, environment, None), sight.captures)


def _asked(job: Job, known: Scope) -> Iterable[Permission]:
    """What the check will ask for, as far as can be told before: of a secret nothing is known here."""
    check = job.placed.check
    try:
        return permissions(check.type, resolve(check.params, known))
    except UnknownVariable:
        return permissions(check.type, check.params)


def blocking(job: Job, recorder: Recorder, drill: str | None) -> str | None:
    """The first needed check that did not pass, in this drill or outside drills."""
    for needed in job.needs:
        inside = recorder.status(f"{drill}:{needed}") if drill else None
        status = inside or recorder.status(needed)
        if status is None or not proves(status):
            return needed
    return None


def measures(job: Job) -> bool:
    """Whether a check measures time, which others running would falsify."""
    check = job.placed.check
    expected: Mapping[str, object] = check.expect
    return "duration_ms" in expected or any(figure.fact == "duration_ms" for figure in check.common.evidence)

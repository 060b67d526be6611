"""A whole run, from its first check to the last service stopped."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from proofbook.instants import stamp
from proofbook.model.events import Announce
from proofbook.model.fields import seconds
from proofbook.model.plan import Plan
from proofbook.model.results import Provenance, Report
from proofbook.model.status import Status
from proofbook.run.checks import run_checks
from proofbook.run.drills import run_drill
from proofbook.run.overdue import overdue
from proofbook.run.provenance import provenance
from proofbook.run.recording import Recorder, unseen
from proofbook.run.reusing import Looks
from proofbook.run.secrets import Secrets
from proofbook.run.services import Lab, lab
from proofbook.run.watchdog import watched
from proofbook.run.world import Outside
from proofbook.variables import Scope


def run(plan: Plan, root: Path, announce: Announce, looks: Looks) -> Report:
    """Carry out the plan.

    Ctrl-C and SIGTERM end it early: everything is stopped, and the report is marked incomplete. When
    its deadline is over everything is stopped too, and what was not looked at is an `error`. `looks`
    are those of earlier runs that may still count; those of this one are added.
    """
    made: list[Report] = []

    async def whole() -> None:
        made.append(await _run(plan, root, announce, looks))

    # Handed back by the task, Python 3.11 would write the whole report out as text (`signal.getsignal` of its handler).
    with asyncio.Runner() as runner:
        runner.run(whole())
    return made[0]


async def _run(plan: Plan, root: Path, announce: Announce, looks: Looks) -> Report:
    world = Outside(root, plan.allow, secrets=Secrets(plan.secrets, root), home=plan.home)
    recorder = Recorder(announce, looks, fail_fast=plan.fail_fast)
    started, clock = world.now(), time.monotonic()
    origin = await provenance(root)
    complete = True
    with watched(), _interruptible():
        try:
            async with asyncio.timeout(seconds(plan.deadline) if plan.deadline else None):
                await _everything(plan, world, recorder)
        except TimeoutError:
            overdue(plan, recorder)
        except asyncio.CancelledError:
            complete = False
        finally:
            await world.network.close()
    report = _report(plan, recorder, origin, stamp(started), time.monotonic() - clock, complete=complete)
    # What was seen has been masked as it came in; what an author wrote into the YAML has not.
    masked = world.secrets.mask.record(report)
    looks.save(masked, world.now())
    return masked


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Turn signals into the cancellation of this run, and give the old handlers back."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    assert task
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        # Signals only reach the main thread; elsewhere the host's own handling stays.
        with contextlib.suppress(ValueError, RuntimeError):
            loop.add_signal_handler(number, task.cancel)
    try:
        yield
    finally:
        for number, handler in before.items():
            with contextlib.suppress(ValueError, RuntimeError):
                loop.remove_signal_handler(number)
                signal.signal(number, handler)


async def _everything(plan: Plan, world: Outside, recorder: Recorder) -> None:
    checks = plan.checks
    if checks.start_services:
        services = plan.services[checks.environment.id]
        async with lab(checks.environment, services, plan.vars, world, recorder.sessions, "checks") as running:
            await _in_lab(plan, running, recorder)
    else:
        environment = {"id": checks.environment.id, "grade": str(checks.environment.grade)}
        scope: Scope = {"vars": plan.vars, "env": {**environment, **checks.environment.vars}}
        await run_checks(checks.jobs, scope, world, recorder, checks.environment, plan.limits)
    for drill in plan.drills:
        await run_drill(drill, plan, world, recorder)


async def _in_lab(plan: Plan, running: Lab, recorder: Recorder) -> None:
    checks, cause = plan.checks, running.cause()
    if cause is None:
        await run_checks(checks.jobs, running.scope, running.world, recorder, checks.environment, plan.limits)
        return
    for job in checks.jobs:
        recorder.add(unseen(job, Status.BLOCKED, f"{cause} is not ready", checks.environment, None, cause))


def _report(plan: Plan, recorder: Recorder, origin: Provenance, started: str, took: float, *, complete: bool) -> Report:
    return Report(
        started=started,
        took_s=round(took, 3),
        complete=complete,
        environment=plan.checks.environment.id,
        grade=plan.grade,
        profile=plan.profile,
        provenance=origin,
        results=tuple(recorder.results[key] for key in sorted(recorder.results)),
        drills=tuple(recorder.drills[key] for key in sorted(recorder.drills)),
        sessions=tuple(recorder.sessions),
    )

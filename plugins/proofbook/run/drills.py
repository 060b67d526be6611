"""A drill: the runbook's actions really executed, step by step, and then taken back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from proofbook.conditions import unmet_in_the_end
from proofbook.errors import CouldNotLook, UnknownVariable
from proofbook.instants import stamp
from proofbook.model.fields import seconds
from proofbook.model.plan import Job, Plan, PlannedDrill, PlannedStep
from proofbook.model.results import ActionResult, DrillResult, StepResult
from proofbook.model.runbook import Action
from proofbook.model.status import Status, effective, proves, worst
from proofbook.run.checks import blocking
from proofbook.run.looking import look, shortened
from proofbook.run.recording import Recorder, seen, unseen
from proofbook.run.services import Lab, lab
from proofbook.run.world import Outside
from proofbook.variables import Scope, names_used, resolve

#: Why a drill came to nothing that was not carried through.
INTERRUPTED = "interrupted"


async def run_drill(planned: PlannedDrill, plan: Plan, world: Outside, recorder: Recorder) -> None:
    """Execute one drill in its environment, started fresh."""
    planned = replace(planned, omit=recorder.over) if recorder.over and not planned.omit else planned
    started, clock = world.now(), time.monotonic()
    steps: list[StepResult] = []
    reason = INTERRUPTED
    try:
        if planned.omit:
            reason = planned.omit.reason
            steps += [_left_out(step, planned, recorder) for step in planned.steps]
            return
        services = plan.services[planned.environment.id]
        async with lab(planned.environment, services, plan.vars, world, recorder.sessions, planned.drill.id) as running:
            await _Execution(planned, running, recorder, steps).run()
        reason = _reason(steps)
    finally:
        verdict = Status.BLOCKED if reason == INTERRUPTED else worst(step.status for step in steps)
        begun = {} if planned.omit else {"started": stamp(started), "took_s": round(time.monotonic() - clock, 3)}
        recorder.add_drill(drill_result(planned, verdict, reason, tuple(steps), **begun))


def drill_result(
    planned: PlannedDrill, verdict: Status, reason: str, steps: tuple[StepResult, ...] = (), **begun: Any
) -> DrillResult:
    """What is written down of a drill."""
    return DrillResult(
        drill=planned.drill.id,
        runbook=planned.runbook.id,
        environment=planned.environment.id,
        grade=planned.environment.grade,
        verdict=verdict,
        status=effective(verdict),
        reason=reason,
        inputs=dict(planned.inputs),
        steps=steps,
        place=planned.place,
        digest=planned.digest,
        **begun,
    )


def _reason(steps: list[StepResult]) -> str:
    """Why the drill did not prove anything: the reason of its first step of the worst status."""
    verdict = worst(step.status for step in steps)
    return "" if proves(verdict) else next(step.reason for step in steps if step.status is verdict)


def _left_out(step: PlannedStep, planned: PlannedDrill, recorder: Recorder) -> StepResult:
    assert planned.omit
    status = Status(planned.omit.status)
    keys = [
        recorder.add(unseen(job, status, planned.omit.reason, planned.environment, planned.drill.id)).key
        for job in step.jobs
    ]
    return StepResult(
        step=step.step.id, phase=step.phase, status=status, reason=planned.omit.reason, checks=tuple(keys)
    )


#: What a step may come to without stopping the ones after it.
_HARMLESS = {Status.SKIPPED, Status.NOT_APPLICABLE}


class _Execution:
    """One drill under way."""

    def __init__(self, planned: PlannedDrill, running: Lab, recorder: Recorder, steps: list[StepResult]) -> None:
        self.planned = planned
        self.lab = running
        self.recorder = recorder
        self.steps = steps
        self.scope: Scope = {**running.scope, "inputs": planned.inputs}
        self.unready = running.cause()
        self.broken = self.unready

    async def run(self) -> None:
        """The procedure until something breaks, and then the rollback, every step of it.

        Taking back must not stop half-way. Only a step that starts from a fault waits for the
        procedure: after a broken one the fault is not injected, and nothing of it could be seen.
        """
        for step in self.planned.steps:
            in_procedure = step.phase == "procedure"
            cause = self.broken if in_procedure or step.faults else self.unready
            done = self._blocked(step, cause) if cause and not _for_people(step) else await self._step(step)
            self.steps.append(done)
            if in_procedure and not proves(done.status) and done.status not in _HARMLESS:
                self.broken = self.broken or f"{self.planned.runbook.id}/{step.step.id}"

    async def _step(self, planned: PlannedStep) -> StepResult:
        if _for_people(planned):
            return _left_to_people(planned)
        started, clock = self.lab.world.now(), time.monotonic()
        actions = await self._actions(planned)
        failed = next((action for action in actions if action.verdict is not Status.PASSED), None)
        results = [await self._after(failed, job, planned) for job in planned.jobs]
        return StepResult(
            step=planned.step.id,
            phase=planned.phase,
            status=worst([*(action.verdict for action in actions), *results]),
            reason=failed.reason if failed else self._reason(planned, results),
            actions=tuple(actions),
            checks=self._keys(planned),
            started=stamp(started),
            took_s=round(time.monotonic() - clock, 3),
        )

    async def _after(self, failed: ActionResult | None, job: Job, planned: PlannedStep) -> Status:
        """A check once the actions are done; after a failed one there is nothing to look at."""
        if failed:
            cause = f"{self.planned.runbook.id}/{planned.step.id}"
            return self._unseen(job, f"the action failed: {failed.reason}", cause)
        return await self._check(job)

    async def _actions(self, planned: PlannedStep) -> list[ActionResult]:
        """The faults that strike first, then the step's own action."""
        wanted = [("fault", name, action) for name, action in planned.faults]
        if planned.run:
            role = "undo" if planned.run is planned.step.undo else "run"
            wanted.append((role, planned.step.id, planned.run))
        done: list[ActionResult] = []
        for role, name, action in wanted:
            shown = f"{self.planned.drill.id}:{name} ({role})"
            self.recorder.began(shown)
            done.append(await act(role, name, action, self.scope, self.lab.world))
            self.recorder.ended(shown, done[-1].verdict, done[-1].reason, done[-1].took_s)
            if done[-1].verdict is not Status.PASSED:
                break
        return done

    async def _check(self, job: Job) -> Status:
        environment, drill = self.planned.environment, self.planned.drill.id
        if job.omit:
            result = unseen(job, Status(job.omit.status), job.omit.reason, environment, drill)
            return self.recorder.add(result).status
        if cause := blocking(job, self.recorder, drill):
            return self._unseen(job, f"needs {cause}, which did not pass", cause)
        known = self.recorder.handed(self.scope, job, drill)
        if omit := unmet_in_the_end(job.placed.check.common, known):
            return self.recorder.add(unseen(job, Status(omit.status), omit.reason, environment, drill)).status
        self.recorder.began(f"{drill}:{job.id}")
        sight = await look(job, known, self.lab.world)
        return self.recorder.add(seen(job, sight, environment, drill), sight.captures).status

    def _blocked(self, planned: PlannedStep, cause: str) -> StepResult:
        reason = f"{cause} did not pass"
        for job in planned.jobs:
            self._unseen(job, reason, cause)
        return StepResult(
            step=planned.step.id,
            phase=planned.phase,
            status=Status.BLOCKED,
            reason=reason,
            checks=self._keys(planned),
        )

    def _unseen(self, job: Job, reason: str, cause: str) -> Status:
        environment, drill = self.planned.environment, self.planned.drill.id
        return self.recorder.add(unseen(job, Status.BLOCKED, reason, environment, drill, cause)).status

    def _keys(self, planned: PlannedStep) -> tuple[str, ...]:
        return tuple(f"{self.planned.drill.id}:{job.id}" for job in planned.jobs)

    def _reason(self, planned: PlannedStep, statuses: list[Status]) -> str:
        keys = zip(self._keys(planned), statuses, strict=True)
        return next((self.recorder.results[key].reason for key, status in keys if not proves(status)), "")


def _for_people(planned: PlannedStep) -> bool:
    return not (planned.run or planned.jobs or planned.faults)


def _left_to_people(planned: PlannedStep) -> StepResult:
    reason = "for a person: nothing here to execute"
    return StepResult(step=planned.step.id, phase=planned.phase, status=Status.NOT_APPLICABLE, reason=reason)


async def act(role: str, name: str, action: Action, scope: Scope, world: Outside) -> ActionResult:
    """Carry out one action within its deadline."""
    started, clock = world.now(), time.monotonic()
    command, mask = tuple(action.command), world.secrets.mask
    verdict, found = Status.PASSED, {}
    try:
        used = names_used(action.command, "secrets")
        world.secrets.permit_programs(used)
        command = tuple(str(part) for part in resolve(action.command, {**scope, "secrets": world.secrets}))
        async with asyncio.timeout(seconds(action.timeout)):
            finished = await world.act(command)
        printed = mask.text(_printed(finished.stdout, finished.stderr))
        found = {"exit_code": finished.exit_code, "output": shortened(printed)}
        if finished.exit_code:
            verdict, found["reason"] = Status.FAILED, mask.text(_why(finished.exit_code, finished.stderr))
    except TimeoutError:
        verdict, found = Status.FAILED, {"reason": f"still running after its deadline of {action.timeout}; killed"}
    except (CouldNotLook, UnknownVariable) as error:
        verdict, found = Status.ERROR, {"reason": mask.text(str(error))}
    command = tuple(mask.text(part) for part in command)
    return _action_result(role, name, command, verdict, found, stamp(started), time.monotonic() - clock)


def _action_result(
    role: str, name: str, command: tuple[str, ...], verdict: Status, found: Mapping[str, Any], at: str, took: float
) -> ActionResult:
    return ActionResult(
        role=role, action=name, command=command, verdict=verdict, started=at, took_s=round(took, 3), **found
    )


def _printed(stdout: str, stderr: str) -> str:
    return "\n".join(text.rstrip() for text in (stdout, stderr) if text.strip())


def _why(code: int, stderr: str) -> str:
    lines = stderr.strip().splitlines()
    return f"exit code {code}" + (f": {lines[-1]}" if lines else "")

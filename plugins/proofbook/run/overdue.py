"""What becomes of everything that a run has not looked at when its deadline is over."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from proofbook.model.environment import Environment
from proofbook.model.plan import Job, Plan
from proofbook.model.status import Status
from proofbook.run.drills import INTERRUPTED, drill_result
from proofbook.run.recording import Recorder, unseen


def overdue(plan: Plan, recorder: Recorder) -> None:
    """Write an `error` down for each check and drill without a result; those under way are named as such."""
    busy = frozenset(recorder.under_way)
    for job, environment, drill in _jobs(plan):
        key = f"{drill}:{job.id}" if drill else job.id
        if key not in recorder.results:
            recorder.add(unseen(job, Status.ERROR, _reason(plan, under_way=key in busy), environment, drill))
    for planned in plan.drills:
        done = recorder.drills.get(planned.drill.id)
        if done is None:
            recorder.add_drill(drill_result(planned, Status.ERROR, _reason(plan, under_way=False)))
        elif done.reason == INTERRUPTED:
            reason = _reason(plan, under_way=True)
            recorder.add_drill(replace(done, verdict=Status.ERROR, status=Status.ERROR, reason=reason))


def _jobs(plan: Plan) -> Iterator[tuple[Job, Environment, str | None]]:
    yield from ((job, plan.checks.environment, None) for job in plan.checks.jobs)
    for planned in plan.drills:
        for step in planned.steps:
            yield from ((job, planned.environment, planned.drill.id) for job in step.jobs)


def _reason(plan: Plan, *, under_way: bool) -> str:
    what = "while this was under way" if under_way else "before this was begun"
    return f"the deadline of the whole run, {plan.deadline}, was over {what}"

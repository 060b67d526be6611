"""A plan as text: what would run, with what permission, and what would not and why."""

from __future__ import annotations

from collections.abc import Iterator

from proofbook.check_types.registry import check_types
from proofbook.model.plan import Job, Plan, PlannedDrill


def plan_text(plan: Plan) -> str:
    """The whole plan; making it has touched nothing."""
    return "\n".join(_lines(plan)) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    checks = plan.checks
    started = " (its services are started)" if checks.start_services else ""
    yield f"checks on {checks.environment.id}, grade {checks.environment.grade}{started}:"
    yield from (f"  {_job(job, plan)}" for job in checks.jobs)
    for drill in plan.drills:
        yield from _drill(drill, plan)


def _job(job: Job, plan: Plan) -> str:
    type_ = job.placed.check.type
    if job.omit:
        return f"{job.omit.status}  {job.id}  {job.omit.reason}"
    return f"run  {job.id}  {type_}, needs permission: {check_types()[type_].EFFECT}{_why(job.id, plan)}"


def _why(name: str, plan: Plan) -> str:
    """Why it is meant, where only what has changed is."""
    return f"; {plan.touched[name]}" if name in plan.touched else ""


def _drill(drill: PlannedDrill, plan: Plan) -> Iterator[str]:
    inputs = " ".join(f"{name}={value}" for name, value in drill.inputs.items())
    state = (
        f"{drill.omit.status}  {drill.omit.reason}"
        if drill.omit
        else f"run with {inputs or 'no inputs'}{_why(drill.drill.id, plan)}"
    )
    yield f"drill {drill.drill.id} of {drill.runbook.id} on {drill.environment.id}: {state}"
    for step in drill.steps:
        yield from (f"  fault  {name}: {' '.join(action.command)}" for name, action in step.faults)
        action = f": {' '.join(step.run.command)}" if step.run else ""
        yield f"  {step.phase}  {step.step.id}{action}"
        yield from (f"    {_job(job, plan)}" for job in step.jobs)

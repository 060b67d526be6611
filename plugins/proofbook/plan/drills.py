"""A runbook's drill to the steps that will be executed: its procedure, then what takes it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from proofbook.digest import digest
from proofbook.model.environment import Environment
from proofbook.model.place import Place
from proofbook.model.plan import Job, Omission, PlannedDrill, PlannedStep
from proofbook.model.runbook import Drill, Runbook, Step

Jobs = Mapping[str, tuple[Job, ...]]


def plan_drill(
    runbook: Runbook, drill: Drill, environment: Environment, jobs: Jobs, *, place: Place, omit: Omission | None
) -> PlannedDrill:
    """The drill; `jobs` are those of the runbook's checks by the part they stand in."""
    steps, inputs = tuple(_steps(runbook, drill, environment, jobs)), _inputs(runbook, drill)
    return PlannedDrill(
        drill=drill,
        runbook=runbook,
        environment=environment,
        inputs=inputs,
        steps=steps,
        place=place,
        digest=_digest(steps, inputs, environment),
        omit=omit,
    )


def _digest(steps: tuple[PlannedStep, ...], inputs: Mapping[str, Any], environment: Environment) -> str:
    """Of everything that is executed; what its checks look at has digests of its own."""
    done = [[step.step.id, step.phase, step.run, [action for _, action in step.faults]] for step in steps]
    services = [[one.id, one.command, one.needs] for one in environment.services]
    return digest(msgspec.to_builtins([done, inputs, services, environment.vars, environment.environ]))


def _inputs(runbook: Runbook, drill: Drill) -> dict[str, Any]:
    defaults = {name: wanted.default for name, wanted in runbook.inputs.items() if wanted.default is not None}
    return {**defaults, **drill.inputs}


def _steps(runbook: Runbook, drill: Drill, environment: Environment, jobs: Jobs) -> Iterator[PlannedStep]:
    faults: dict[str, list[str]] = {}
    for fault in drill.faults:
        faults.setdefault(fault.before, []).append(fault.action)

    def planned(step: Step, phase: str) -> PlannedStep:
        strikes = tuple((name, environment.actions[name].run) for name in faults.get(step.id, ()))
        found = jobs.get(f"{runbook.id}/{step.id}", ())
        return PlannedStep(step=step, phase=phase, run=step.run, jobs=found, faults=strikes)

    procedure = list(runbook.procedure())
    yield from (planned(step, "procedure") for step in procedure)
    if runbook.rollback:
        yield from (planned(step, "rollback") for step in runbook.rollback)
    else:
        undone = (step for step in reversed(procedure) if step.undo)
        yield from (PlannedStep(step=step, phase="rollback", run=step.undo) for step in undone)

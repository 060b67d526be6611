"""A runbook's page: its steps with what its drills, or its checks, have seen of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from proofbook.model.fields import seconds
from proofbook.model.results import ActionResult, DrillResult, Result, Session, StepResult
from proofbook.model.runbook import Runbook, Step
from proofbook.model.status import Status
from proofbook.model.walk import Placed
from proofbook.pages import words
from proofbook.pages.banners import banners
from proofbook.pages.catalogue import entry
from proofbook.pages.following import following, variable_pieces
from proofbook.pages.links import page_of
from proofbook.pages.site import Seen


class Shown(Struct, frozen=True):
    """What one drill, or the build, saw of a step."""

    name: str
    actions: tuple[ActionResult, ...]
    results: tuple[Result, ...]


class StepView(Struct, frozen=True):
    """A step with everything that was seen of it."""

    number: int
    step: Step
    status: Status
    shown: tuple[Shown, ...]
    unseen: tuple[Placed, ...]


def runbook_view(runbook: Runbook, seen: Seen) -> dict[str, Any]:
    """The template's context."""
    drills = [seen.drills[drill.id] for drill in runbook.drills if drill.id in seen.drills]
    numbers = {step.id: at for at, step in enumerate((*runbook.procedure(), *runbook.rollback), 1)}
    steps = {step.id: _step(step, numbers[step.id], runbook, drills, seen) for step in _every(runbook)}
    total = sum(seconds(step.estimate) for step in runbook.procedure() if step.estimate)
    listed = entry(runbook, seen)
    return {
        "runbook": runbook,
        "owner": seen.owner(runbook.owner),
        "banners": banners(runbook, seen),
        "steps": steps,
        "following": following(runbook, seen),
        "variables": variable_pieces(runbook.inputs),
        "total": words.estimate(total) if total else "",
        "sessions": [session for drill in drills for session in _sessions(drill, seen)],
        "drills": drills,
        "numbered": len(numbers),
        "alerts": listed.alerts,
        "reviewed": words.begins(runbook.review.reviewed) if runbook.review else None,
        "due": listed.due,
        "overdue": listed.overdue,
        "environment_page": lambda name: page_of(seen.bodies[name]) if name in seen.bodies else "",
    }


def _every(runbook: Runbook) -> Iterator[Step]:
    yield from runbook.procedure()
    yield from runbook.rollback


def _sessions(drill: DrillResult, seen: Seen) -> list[Session]:
    return [session for session in seen.report.sessions if session.used_for == drill.drill]


def _step(step: Step, number: int, runbook: Runbook, drills: list[DrillResult], seen: Seen) -> StepView:
    if runbook.acts():
        steps = [(drill.drill, one) for drill in drills for one in drill.steps if one.step == step.id]
        found = tuple(_shown(name, one, seen) for name, one in steps)
    else:
        results = tuple(seen.of_part(f"{runbook.id}/{step.id}"))
        found = (Shown("", (), results),) if results else ()
    part = f"{runbook.id}/{step.id}"
    return StepView(number, step, seen.step_status(runbook, step.id), found, seen.unseen(part))


def _shown(drill: str, step: StepResult, seen: Seen) -> Shown:
    return Shown(drill, step.actions, tuple(seen.results[key] for key in step.checks if key in seen.results))

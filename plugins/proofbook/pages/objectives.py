"""The page of a document of objectives: each target with what was measured, by category."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from msgspec import Struct

from proofbook.matchers import describe
from proofbook.model.objectives import Objective, Objectives
from proofbook.model.results import Reading, Result
from proofbook.model.settings import Owner
from proofbook.model.status import Status
from proofbook.pages.site import Seen


class ObjectiveRow(Struct, frozen=True):
    """An objective with its result; without one where nothing measures it, or nothing has yet."""

    objective: Objective
    target: str
    status: Status
    reason: str
    owner: Owner | None
    result: Result | None = None
    reading: Reading | None = None


def objectives_view(document: Objectives, seen: Seen) -> dict[str, Any]:
    """The template's context."""
    rows = [_row(document, objective, seen) for objective in document.objectives]
    ordered = sorted(rows, key=lambda row: row.objective.category)
    groups = [(name, list(some)) for name, some in groupby(ordered, key=lambda row: row.objective.category)]
    met = sum(row.status in {Status.PASSED, Status.FLAKY} for row in rows)
    return {"document": document, "groups": groups, "met": met, "total": len(rows), "owner": seen.owner(document.owner)}


def _row(document: Objectives, objective: Objective, seen: Seen) -> ObjectiveRow:
    owner = seen.owner(objective.owner or document.owner)
    target = describe(objective.target.matcher)
    result = seen.results.get(objective.id)
    if result is None:
        reason = f"nothing measures it: {objective.unmeasured}" if objective.unmeasured else "not measured in this run"
        return ObjectiveRow(objective, target, Status.INSUFFICIENT_DATA, reason, owner)
    reading = next(iter(result.readings), None)
    return ObjectiveRow(objective, target, result.status, result.reason, owner, result, reading)

"""Proof coverage: how many steps of each runbook were proved, and how lately."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from msgspec import Struct

from proofbook.instants import parse
from proofbook.model.runbook import Runbook, Step
from proofbook.model.status import proves
from proofbook.pages.links import page_of
from proofbook.pages.site import Seen

#: Days back from the build.
WINDOWS = (1, 7, 30, 90)


class Covered(Struct, frozen=True):
    """How many steps there are, how many can be proved at all, and how many were within each window."""

    title: str
    page: str
    steps: int
    provable: int
    within: tuple[int, ...]


def coverage_view(seen: Seen) -> dict[str, Any]:
    """The template's context."""
    rows = [_covered(runbook, seen) for runbook in seen.library.all(Runbook)]
    return {"rows": rows, "windows": WINDOWS, "total": _total(rows)}


def _covered(runbook: Runbook, seen: Seen) -> Covered:
    steps = [*runbook.procedure(), *runbook.rollback]
    ages = [_proved_days_ago(runbook, step, seen) for step in steps]
    return Covered(
        runbook.title,
        page_of(runbook),
        len(steps),
        sum(bool(step.run or step.verify) for step in steps),
        tuple(sum(age is not None and age <= timedelta(days=days) for age in ages) for days in WINDOWS),
    )


def _proved_days_ago(runbook: Runbook, step: Step, seen: Seen) -> timedelta | None:
    """How long before the build the step was last proved: by a drill, or by checks of a runbook without actions."""
    starts = [
        one.started
        for drill in runbook.drills
        if drill.id in seen.drills
        for one in seen.drills[drill.id].steps
        if one.step == step.id and proves(one.status) and one.started
    ]
    results = seen.of_part(f"{runbook.id}/{step.id}")
    if not runbook.acts() and results and all(proves(result.status) for result in results):
        starts.append(min(result.started or seen.report.started for result in results))
    return seen.at - max(parse(start) for start in starts) if starts else None


def _total(rows: list[Covered]) -> Covered:
    within = tuple(sum(row.within[at] for row in rows) for at in range(len(WINDOWS)))
    return Covered("All runbooks", "", sum(row.steps for row in rows), sum(row.provable for row in rows), within)

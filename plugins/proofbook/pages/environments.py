"""Every environment with what is rehearsed in it."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from proofbook.model.environment import Environment
from proofbook.model.results import DrillResult
from proofbook.model.runbook import Drill, Runbook
from proofbook.pages.links import page_of
from proofbook.pages.site import Seen


class Rehearsal(Struct, frozen=True):
    """A drill with the runbook it executes and what came of it."""

    drill: Drill
    runbook: Runbook
    page: str
    anchor: str
    result: DrillResult | None


def rehearsals(seen: Seen) -> list[Rehearsal]:
    """Every drill of the site."""
    return [
        Rehearsal(
            drill, runbook, page_of(runbook), seen.anchor(runbook.id, "drill", drill.id), seen.drills.get(drill.id)
        )
        for runbook in seen.library.all(Runbook)
        for drill in runbook.drills
    ]


def environments_view(seen: Seen) -> dict[str, Any]:
    """The template's context."""
    every = rehearsals(seen)
    return {
        "rehearsals": every,
        "environments": [
            (one, page_of(one), seen.owner(one.owner), sum(row.drill.environment == one.id for row in every))
            for one in seen.library.all(Environment)
        ],
    }

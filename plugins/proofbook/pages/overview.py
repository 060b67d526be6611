"""The overview: may it launch, what stands in the way, what was proved, where and when."""

from __future__ import annotations

from collections import Counter
from typing import Any

from msgspec import Struct

from proofbook.gate import Decision
from proofbook.model.checklist import Checklist
from proofbook.model.requirements import Requirements
from proofbook.model.results import Result
from proofbook.model.settings import Owner
from proofbook.model.status import Status
from proofbook.pages.catalogue import catalogue_view
from proofbook.pages.changes import in_short
from proofbook.pages.checklist import FIRST, ItemView, SectionView, checklist_view
from proofbook.pages.coverage import coverage_view
from proofbook.pages.environments import rehearsals
from proofbook.pages.expiry import endings
from proofbook.pages.links import page_of
from proofbook.pages.requirements import Tally, tally
from proofbook.pages.site import Seen


class ChecklistRow(Struct, frozen=True):
    """A checklist with its decision in short."""

    checklist: Checklist
    page: str
    decision: Decision
    status: Status
    summary: str
    owner: Owner | None
    sections: tuple[SectionView, ...]
    blocking: tuple[ItemView, ...]


def overview_view(seen: Seen) -> dict[str, Any]:
    """The template's context."""
    counts = Counter(result.status for result in seen.report.results)
    checklists = sorted(seen.library.all(Checklist), key=lambda one: not one.first)
    whole = [one for at, one in enumerate(checklists) if one.first or at == 0]
    return {
        "gate": seen.gate,
        "gate_status": {"ok": Status.PASSED, "failed": Status.FAILED}.get(seen.gate.outcome, Status.ERROR),
        "whole": [_checklist(checklist, seen) for checklist in whole],
        "short": [_checklist(checklist, seen) for checklist in checklists if checklist not in whole],
        "counts": [(status, counts[status]) for status in Status if counts[status]],
        "wrong": [(one, page_of(seen.bodies[one.document]), seen.anchor_of(one)) for one in _wrong(seen)],
        "entries": catalogue_view(seen)["entries"],
        "coverage": coverage_view(seen)["total"],
        "rehearsals": rehearsals(seen),
        "requirements": _requirements(seen),
        "changes": in_short(seen),
        "endings": endings(seen)[:FIRST],
        "first": FIRST,
    }


def _wrong(seen: Seen) -> list[Result]:
    """What did not come out as it should, the worst first."""
    bad = (Status.FAILED, Status.ERROR, Status.STALE)
    return [
        one for status in bad for one in seen.report.results if one.status is status and one.document in seen.bodies
    ]


def _requirements(seen: Seen) -> list[tuple[Requirements, str, Tally]]:
    return [
        (one, page_of(one), tally([seen.traced[row.id] for row in one.requirements]))
        for one in seen.library.all(Requirements)
    ]


def _checklist(checklist: Checklist, seen: Seen) -> ChecklistRow:
    view = checklist_view(checklist, seen)
    return ChecklistRow(
        checklist,
        page_of(checklist),
        view["decision"],
        view["status"],
        view["summary"],
        view["owner"],
        view["sections"],
        tuple(view["blocking"]),
    )

"""The overview: may it launch, what was proved, where and when."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from proofbook.gate import Decision
from proofbook.model.checklist import Checklist
from proofbook.model.runbook import Runbook
from proofbook.model.settings import Owner
from proofbook.model.status import Status
from proofbook.pages.checklist import summary
from proofbook.pages.links import page_of
from proofbook.pages.runbook import Banner, runbook_view
from proofbook.pages.site import Seen


class RunbookRow(Struct, frozen=True):
    """A runbook in the catalogue."""

    title: str
    page: str
    banner: Banner
    owner: Owner | None


class ChecklistRow(Struct, frozen=True):
    """A checklist with its decision in short."""

    checklist: Checklist
    page: str
    decision: Decision
    status: Status
    summary: str
    owner: Owner | None


def overview_view(seen: Seen) -> dict[str, Any]:
    """The template's context."""
    return {
        "gate": seen.gate,
        "gate_status": {"ok": Status.PASSED, "failed": Status.FAILED}.get(seen.gate.outcome, Status.ERROR),
        "checklists": [_checklist(checklist, seen) for checklist in seen.library.all(Checklist)],
        "runbooks": [row for runbook in seen.library.all(Runbook) for row in _runbook(runbook, seen)],
        "counts": _counts(seen),
    }


def _checklist(checklist: Checklist, seen: Seen) -> ChecklistRow:
    decision = seen.decision(checklist)
    return ChecklistRow(
        checklist,
        page_of(checklist),
        decision,
        Status.PASSED if decision.go else Status.FAILED,
        summary(decision.proved, decision.blocking),
        seen.owner(checklist.owner),
    )


def _runbook(runbook: Runbook, seen: Seen) -> list[RunbookRow]:
    banners = runbook_view(runbook, seen)["banners"]
    return [RunbookRow(runbook.title, page_of(runbook), banner, seen.owner(runbook.owner)) for banner in banners]


def _counts(seen: Seen) -> list[tuple[Status, int]]:
    counts = dict.fromkeys(Status, 0)
    for result in seen.report.results:
        counts[result.status] += 1
    return [(status, amount) for status, amount in counts.items() if amount]

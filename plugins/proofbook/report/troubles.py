"""What a reader of a report must know of: each thing that keeps the gate from holding, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from proofbook.model.check import Severity
from proofbook.model.history import Transition
from proofbook.model.place import Place
from proofbook.model.results import DrillResult, Report, Result, Session
from proofbook.model.status import MEANINGS, Status
from proofbook.report.roots import blocked_by

_RANK = {str(severity): rank for rank, severity in enumerate(reversed(Severity))}


class Trouble(Struct, frozen=True, kw_only=True):
    """One thing that went wrong by itself, and how many checks it blocks. `place` is None for a service."""

    name: str
    status: Status
    reason: str
    place: Place | None = None
    gate: bool = True
    severity: str = Severity.LOW
    remediation: str = ""
    runbook: str = ""
    blocks: int = 0
    regressed: bool = False


def troubles(report: Report) -> list[Trouble]:
    """Everything that the gate's table does not call ok, in the order of files, services last."""
    blocks = blocked_by(report)
    found = [
        *(_of_result(one, blocks) for one in report.results if _wrong(one.status)),
        *(one for drill in report.drills for one in _of_drill(drill, blocks)),
        *(one for session in report.sessions for one in _of_session(session, blocks)),
    ]
    return sorted(found, key=lambda one: (one.place is None, one.place or Place(""), one.name))


def worst_first(found: Iterable[Trouble]) -> list[Trouble]:
    """For where there is room for some only: what gates, then by severity, then by what it blocks."""
    return sorted(found, key=lambda one: (not one.gate, _RANK[one.severity], -one.blocks, one.name))


def unexplained(report: Report) -> int:
    """How many checks are blocked by what the report does not hold."""
    return blocked_by(report)[""]


def _wrong(status: Status) -> bool:
    return MEANINGS[status].gate in {"fails", "inconclusive"}


def _of_result(result: Result, blocks: Counter[str]) -> Trouble:
    return Trouble(
        name=result.key,
        status=result.status,
        reason=result.reason,
        place=result.place,
        gate=result.gate,
        severity=result.severity,
        remediation=result.remediation,
        runbook=result.runbook,
        blocks=blocks[result.key],
        regressed=result.transition is Transition.REGRESSED,
    )


def _of_drill(drill: DrillResult, blocks: Counter[str]) -> Iterator[Trouble]:
    """Actions that went wrong; a drill itself where it was cut off."""
    for step in drill.steps:
        for action in (one for one in step.actions if _wrong(one.verdict)):
            name = f"{drill.drill}:{drill.runbook}/{step.step}"
            yield Trouble(
                name=f"{name} ({action.role} {action.action})",
                status=action.verdict,
                reason=action.reason,
                place=drill.place,
                blocks=blocks[name],
            )
    if drill.verdict is Status.ERROR and all(step.status is not Status.ERROR for step in drill.steps):
        yield Trouble(name=drill.drill, status=drill.status, reason=drill.reason, place=drill.place)


def _of_session(session: Session, blocks: Counter[str]) -> Iterator[Trouble]:
    for one in session.services:
        name = f"{session.environment}/{one.service}"
        if _wrong(one.verdict):
            blocked = blocks[f"{session.used_for}:{name}"]
            yield Trouble(name=name, status=one.verdict, reason=one.reason, blocks=blocked)

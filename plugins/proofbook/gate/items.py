"""What each checklist item comes to: the worst of its proofs, at the grade it asks for, and its signature."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from proofbook.gate.signatures import Signature, signatures
from proofbook.model.checklist import Checklist, Item
from proofbook.model.environment import Grade
from proofbook.model.library import Library
from proofbook.model.results import DrillResult, ItemResult, Report, Result
from proofbook.model.status import Status, proves, worst


class _Evidence(Struct, frozen=True):
    """One proof of an item."""

    key: str
    status: Status
    reason: str
    grade: Grade
    valid_until: str | None = None


def assess(library: Library, report: Report, now: datetime) -> Report:
    """The report with the status of every checklist item, signatures counted as of `now`."""
    signed = signatures(library, now)
    items = [
        _item(checklist, item, report, signed[item.id]) for checklist in library.all(Checklist) for item in checklist.items()
    ]
    return replace(report, items=tuple(items))


def _item(checklist: Checklist, item: Item, report: Report, signature: Signature) -> ItemResult:
    evidence = list(_evidence(item, report))
    graded = [_graded(one, item.grade) for one in evidence]
    said = [(one.status, one.reason) for one in graded]
    if item.attest:
        said.append((signature.status, signature.reason))
    status = worst(status for status, _ in said)
    ends = sorted(end for end in (*(one.valid_until for one in evidence), signature.valid_until) if end)
    return ItemResult(
        item=item.id,
        checklist=checklist.id,
        title=item.title,
        level=item.level,
        status=status,
        reason=next((reason for each, reason in said if each is status), ""),
        owner=item.owner or checklist.owner or "",
        grade=min((one.grade for one in evidence), key=list(Grade).index, default=None),
        wanted=item.grade,
        proofs=tuple(one.key for one in evidence),
        signed_by=signature.by,
        valid_until=ends[0] if ends else None,
        release=signature.release,
        per_release=bool(item.attest and item.attest.per_release),
        digest=signature.digest,
    )


def _graded(one: _Evidence, wanted: Grade | None) -> _Evidence:
    """Good evidence of a lower grade shows something, and proves nothing."""
    if wanted is None or not proves(one.status) or one.grade.reaches(wanted):
        return one
    reason = f"demonstrated on {one.grade}; {wanted} is asked for"
    return _Evidence(one.key, Status.NOT_REVIEWED, reason, one.grade, one.valid_until)


def _evidence(item: Item, report: Report) -> Iterator[_Evidence]:
    if item.checks:
        ids = {check.common.id or item.id for check in item.checks}
        yield from (_of_result(one) for one in report.results if one.drill is None and one.check in ids)
    if item.proof and item.proof.check:
        yield from (_of_result(one) for one in report.results if one.check == item.proof.check)
    if item.proof and item.proof.drill:
        yield from (_of_drill(one) for one in report.drills if one.drill == item.proof.drill)


def _of_result(result: Result) -> _Evidence:
    return _Evidence(result.key, result.status, result.reason, result.grade, result.valid_until)


def _of_drill(drill: DrillResult) -> _Evidence:
    return _Evidence(drill.drill, drill.status, drill.reason, drill.grade)

"""What each checklist item comes to: the worst of its proofs, at the grade it asks for, and its signature."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from proofbook.gate.evidence import Evidence, evidence
from proofbook.gate.findings import findings
from proofbook.gate.signatures import Signature, signatures
from proofbook.model.checklist import Checklist, Item
from proofbook.model.environment import Grade
from proofbook.model.library import Library
from proofbook.model.results import ItemResult, Report
from proofbook.model.status import Status, worst


def assess(library: Library, report: Report, now: datetime) -> Report:
    """The report with the status of every checklist item and all findings, signatures counted as of `now`."""
    signed = signatures(library, now)
    items = [
        _item(checklist, item, list(evidence(item, report)), signed[item.id])
        for checklist in library.all(Checklist)
        for item in checklist.items()
    ]
    return replace(report, items=tuple(items), findings=tuple(findings(library, report, now)))


def _item(checklist: Checklist, item: Item, found: list[Evidence], signature: Signature) -> ItemResult:
    said = [(one.status, one.reason) for one in found]
    if item.attest:
        said.append((signature.status, signature.reason))
    said = said or [(Status.NOT_REVIEWED, "no check, no proof and no signature is asked for")]
    status = worst(status for status, _ in said)
    ends = [end for end in (*(one.valid_until for one in found), signature.valid_until) if end]
    return ItemResult(
        item=item.id,
        checklist=checklist.id,
        title=item.title,
        level=item.level,
        status=status,
        reason=_reason(said, status),
        owner=item.owner or checklist.owner or "",
        grade=min((one.grade for one in found if one.grade), key=list(Grade).index, default=None),
        wanted=item.grade,
        proofs=tuple(one.key for one in found if one.key),
        signed_by=signature.by,
        signed_at=signature.place,
        valid_until=min(ends, default=None),
        release=signature.release,
        per_release=bool(item.attest and item.attest.per_release),
        digest=signature.digest,
    )


def _reason(said: list[tuple[Status, str]], status: Status) -> str:
    return next(reason for each, reason in said if each is status)

"""Signatures and waivers: who must sign what, who has, what is let pass until when, and what ends next."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from proofbook.instants import stamp
from proofbook.model.checklist import Checklist
from proofbook.model.fields import moment
from proofbook.model.status import Status, worst
from proofbook.model.waivers import Waiver, Waivers
from proofbook.pages.expiry import endings
from proofbook.pages.links import page_of
from proofbook.pages.site import Seen


class WaiverRow(Struct, frozen=True):
    """A waiver with the check it is about and what that came to."""

    waiver: Waiver
    title: str
    place: tuple[str, str]
    status: Status | None
    ends: str
    over: bool


def attestations_view(seen: Seen) -> dict[str, Any]:
    """The template's context."""
    rows = [
        (item, seen.items[item.id], page_of(checklist), seen.owner(item.owner or checklist.owner))
        for checklist in seen.library.all(Checklist)
        for item in checklist.items()
        if item.attest
    ]
    signed = [row for row in rows if row[1].signed_by]
    return {
        "signed": sorted(signed, key=lambda row: row[1].valid_until or ""),
        "waiting": [row for row in rows if not row[1].signed_by],
        "endings": endings(seen),
        "waivers": [_waiver(one, seen) for document in seen.library.all(Waivers) for one in document.waivers],
        "findings": seen.report.findings,
    }


def _waiver(waiver: Waiver, seen: Seen) -> WaiverRow:
    statuses = [result.status for result in seen.report.results if result.check == waiver.check]
    ends = moment(waiver.expires)
    place = seen.where(waiver.check)
    status = worst(statuses) if statuses else None
    return WaiverRow(waiver, seen.title(waiver.check), place, status, stamp(ends), ends <= seen.at)

"""The attestations page: who must sign what, who has, and until when it holds."""

from __future__ import annotations

from typing import Any

from proofbook.model.checklist import Checklist
from proofbook.pages.links import page_of
from proofbook.pages.site import Seen


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
    }

"""A requirements page: the trace matrix, from each requirement to what covers it and how far that is proved."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from msgspec import Struct

from proofbook.gate import Claim, Traced
from proofbook.model.requirements import Requirements
from proofbook.model.status import proves
from proofbook.pages.links import page_of
from proofbook.pages.site import Seen


class Tally(Struct, frozen=True):
    """How many requirements there are, and how far they are proved."""

    total: int
    covered: int
    proved: int
    lab: int
    production: int
    signed: int


def requirements_view(document: Requirements, seen: Seen) -> dict[str, Any]:
    """The template's context."""
    rows = [seen.traced[one.id] for one in document.requirements]
    return {
        "document": document,
        "owner": seen.owner(document.owner),
        "groups": [(name or "", list(some)) for name, some in groupby(rows, key=lambda row: row.requirement.section)],
        "tally": tally(rows),
        "place": lambda claim: _place(claim, seen),
    }


def tally(rows: list[Traced]) -> Tally:
    """The numbers that stand over a matrix."""
    return Tally(
        len(rows),
        sum(row.covered for row in rows),
        sum(row.covered and row.status is not None and proves(row.status) for row in rows),
        sum(row.lab for row in rows),
        sum(row.production for row in rows),
        sum(row.signed for row in rows),
    )


def _place(claim: Claim, seen: Seen) -> tuple[str, str]:
    """Page and anchor of what covers a requirement."""
    body = seen.bodies[claim.document]
    return page_of(body), seen.anchor(claim.document, claim.kind, claim.part) if claim.kind else ""

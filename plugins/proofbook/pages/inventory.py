"""Every check of the site, what it saw last, and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from proofbook.model.environment import Environment
from proofbook.model.results import Result
from proofbook.model.settings import Owner
from proofbook.model.walk import Placed, placed_checks
from proofbook.pages.links import page_of
from proofbook.pages.site import Seen


class Row(Struct, frozen=True):
    """A check as one of its runs saw it; without a result, nothing has run it."""

    placed: Placed
    result: Result | None
    page: str
    anchor: str
    owner: Owner | None


def inventory_view(seen: Seen) -> dict[str, Any]:
    """The template's context."""
    # Whether a service is ready is asked to start it, and says nothing about what is to be proved.
    documents = [one for one in seen.library.documents if not isinstance(one.body, Environment)]
    rows = [row for document in documents for placed in placed_checks(document) for row in _rows(placed, seen)]
    return {"rows": rows, "checks": len({row.placed.id for row in rows})}


def _rows(placed: Placed, seen: Seen) -> Iterator[Row]:
    body = placed.document.body
    owner = seen.owner(placed.check.common.owner or getattr(body, "owner", None))
    page, anchor = page_of(body), seen.anchor(body.id, "check", placed.id)
    results = [result for result in seen.of_part(placed.part) if result.check == placed.id]
    for result in results:
        yield Row(placed, result, page, seen.anchor_of(result), owner)
    if not results:
        yield Row(placed, None, page, anchor, owner)

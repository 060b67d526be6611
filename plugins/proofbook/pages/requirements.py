"""A requirements page: each one, and what in this site says that it covers it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from proofbook.model.requirements import Requirements
from proofbook.pages.site import Seen


def requirements_view(document: Requirements, seen: Seen) -> dict[str, Any]:
    """The template's context."""
    covered = seen.covered
    rows = [(one, covered.get(one.id.casefold(), [])) for one in document.requirements]
    return {
        "document": document,
        "owner": seen.owner(document.owner),
        "groups": [(name or "", list(some)) for name, some in groupby(rows, key=lambda row: row[0].section)],
        "total": len(rows),
        "claimed": sum(1 for _, claims in rows if claims),
    }

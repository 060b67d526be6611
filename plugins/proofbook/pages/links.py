"""Where each page stands, and relative Markdown links between them."""

from __future__ import annotations

import posixpath

from proofbook.model.addresses import (
    ALERTS,
    ATTESTATIONS,
    CHECKS,
    COVERAGE,
    ENVIRONMENTS,
    OVERVIEW,
    OWNERS,
    PROBLEMS,
    RUNBOOKS,
    alert_page,
    page_of,
)

__all__ = [
    "ALERTS",
    "ATTESTATIONS",
    "CHECKS",
    "COVERAGE",
    "ENVIRONMENTS",
    "OVERVIEW",
    "OWNERS",
    "PROBLEMS",
    "RUNBOOKS",
    "alert_page",
    "link",
    "page_of",
]


def link(here: str, there: str, anchor: str = "") -> str:
    """A link from one page to another, as Markdown processors resolve it."""
    path = posixpath.relpath(there, posixpath.dirname(here))
    return f"{path}#{anchor}" if anchor else path

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
OVERVIEW = "proof/index.md"
ATTESTATIONS = "proof/attestations.md"
CHECKS = "proof/checks.md"
PROBLEMS = "proof/problems.md"
COVERAGE = "proof/coverage.md"
OWNERS = "proof/owners.md"
RUNBOOKS = "runbooks/index.md"
ALERTS = "alerts/index.md"
ENVIRONMENTS = "environments/index.md"

_FOLDERS = {
    "runbook": "runbooks",
    "checklist": "checklists",
    "requirements": "requirements",
    "environment": "environments",
    "objectives": "objectives",
    "course": "courses",
}


def page_of(body: Body) -> str:
    """The source path of a document's page; all attestations share one."""
    kind = str(body.__struct_config__.tag)
    # The page of a document called `index` would be the index of its kind.
    name = "index-" if body.id == "index" else body.id
    return f"{_FOLDERS[kind]}/{name}.md" if kind in _FOLDERS else ATTESTATIONS


def answers_page(body: Body) -> str:
    """The page of the answers to a course's questions: apart, so that the questions can be printed without."""
    return page_of(body).removesuffix(".md") + "-answers.md"


def alert_page(alert: str) -> str:
    """The page of an alert: its name as it is written, so that `runbook_url` can be made from it."""
    name = slug(alert)
    return f"alerts/{name}-.md" if name.casefold() == "index" else f"alerts/{name}.md"


def link(here: str, there: str, anchor: str = "") -> str:
    """A link from one page to another, as Markdown processors resolve it."""
    path = posixpath.relpath(there, posixpath.dirname(here))
    return f"{path}#{anchor}" if anchor else path

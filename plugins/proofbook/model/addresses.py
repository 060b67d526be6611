"""Where each document and each alert has its page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proofbook.model.library import Body

ATTESTATIONS = "proof/attestations.md"
OVERVIEW = "proof/index.md"
CHECKS = "proof/checks.md"
PROBLEMS = "proof/problems.md"
CHANGES = "proof/changes.md"
COVERAGE = "proof/coverage.md"
OWNERS = "proof/owners.md"
RUNBOOKS = "runbooks/index.md"
ALERTS = "alerts/index.md"
ENVIRONMENTS = "environments/index.md"
COURSES = "courses/index.md"
#: Pages that every site has, beside those of its documents.
OVERVIEWS = (
    ATTESTATIONS,
    OVERVIEW,
    CHANGES,
    CHECKS,
    PROBLEMS,
    COVERAGE,
    OWNERS,
    RUNBOOKS,
    ALERTS,
    ENVIRONMENTS,
    COURSES,
)
_FOLDERS = {
    "runbook": "runbooks",
    "checklist": "checklists",
    "requirements": "requirements",
    "environment": "environments",
    "objectives": "objectives",
    "course": "courses",
}


def slug(name: str) -> str:
    """A name with nothing in it that an address or an HTML id must escape."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", name.replace("/", "--").replace(":", "--"))


def page_of(body: Body) -> str:
    """The source path of a document's page; all attestations share one."""
    kind = str(body.__struct_config__.tag)
    # The page of a document called `index` would be the index of its kind.
    name = "index-" if body.id == "index" else body.id
    return f"{_FOLDERS[kind]}/{name}.md" if kind in _FOLDERS else ATTESTATIONS


def alert_page(alert: str) -> str:
    """The page of an alert: its name as it is written, so that `runbook_url` can be made from it."""
    name = slug(alert)
    return f"alerts/{name}-.md" if name.casefold() == "index" else f"alerts/{name}.md"

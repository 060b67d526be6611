"""Where each page stands, and relative Markdown links between them."""

from __future__ import annotations

import posixpath

from proofbook.model.library import Body
from proofbook.pages.anchors import slug

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
}


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


def link(here: str, there: str, anchor: str = "") -> str:
    """A link from one page to another, as Markdown processors resolve it."""
    path = posixpath.relpath(there, posixpath.dirname(here))
    return f"{path}#{anchor}" if anchor else path

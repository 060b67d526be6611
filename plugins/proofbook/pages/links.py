"""Where each page stands, and relative Markdown links between them."""

from __future__ import annotations

import posixpath

from proofbook.model.library import Body

OVERVIEW = "proof/index.md"
ATTESTATIONS = "proof/attestations.md"

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
    return f"{_FOLDERS[kind]}/{body.id}.md" if kind in _FOLDERS else ATTESTATIONS


def link(here: str, there: str, anchor: str = "") -> str:
    """A link from one page to another, as Markdown processors resolve it."""
    path = posixpath.relpath(there, posixpath.dirname(here))
    return f"{path}#{anchor}" if anchor else path

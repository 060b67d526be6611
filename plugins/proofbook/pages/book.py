"""All pages of a site, from its library and what was seen of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from proofbook.gate import Gate
from proofbook.model.attestations import Attestations
from proofbook.model.checklist import Checklist
from proofbook.model.environment import Environment
from proofbook.model.library import Document, Library
from proofbook.model.objectives import Objectives
from proofbook.model.requirements import Requirements
from proofbook.model.results import Report
from proofbook.model.reuse import Checks
from proofbook.model.runbook import Runbook
from proofbook.model.settings import Settings
from proofbook.model.waivers import Waivers
from proofbook.pages.attestations import attestations_view
from proofbook.pages.checklist import checklist_view
from proofbook.pages.environment import environment_view
from proofbook.pages.links import ATTESTATIONS, OVERVIEW, page_of
from proofbook.pages.objectives import objectives_view
from proofbook.pages.overview import overview_view
from proofbook.pages.rendering import render
from proofbook.pages.requirements import requirements_view
from proofbook.pages.runbook import runbook_view
from proofbook.pages.site import Seen


class Page(Struct, frozen=True):
    """A generated page: its path among the docs, its Markdown, and the file it is made from."""

    uri: str
    markdown: str
    source: str | None = None


class Pages(Struct, frozen=True):
    """Everything that is put beside the site's own Markdown."""

    pages: tuple[Page, ...]
    assets: dict[str, bytes]


_VIEWS: dict[type, tuple[str, Any]] = {
    Runbook: ("runbook", runbook_view),
    Checklist: ("checklist", checklist_view),
    Requirements: ("requirements", requirements_view),
    Environment: ("environment", environment_view),
    Objectives: ("objectives", objectives_view),
}


def pages(library: Library, report: Report, gate: Gate, settings: Settings) -> Pages:
    """Every page. The clock is the report's own: rendering later changes nothing."""
    seen = Seen(library, report, gate, settings, datetime.fromisoformat(report.started))
    made = [page for document in library.documents for page in _document(document, seen)]
    made.append(Page(OVERVIEW, render("overview", OVERVIEW, overview_view(seen), seen)))
    made.append(Page(ATTESTATIONS, render("attestations", ATTESTATIONS, attestations_view(seen), seen)))
    return Pages(tuple(made), _assets())


def _document(document: Document, seen: Seen) -> Iterator[Page]:
    if isinstance(document.body, (Attestations, Waivers, Checks)):
        return
    template, view = _VIEWS[type(document.body)]
    uri = page_of(document.body)
    yield Page(uri, render(template, uri, view(document.body, seen), seen), document.file)


def _assets() -> dict[str, bytes]:
    folder = Path(__file__).parent / "assets"
    return {f"assets/proofbook/{path.name}": path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}

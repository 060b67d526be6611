"""All pages of a site, from its library and what was seen of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct

from proofbook.gate import Gate
from proofbook.model.attestations import Attestations
from proofbook.model.checklist import Checklist
from proofbook.model.course import Course
from proofbook.model.environment import Environment
from proofbook.model.library import Document, Library
from proofbook.model.objectives import Objectives
from proofbook.model.requirements import Requirements
from proofbook.model.results import Report
from proofbook.model.reuse import Checks
from proofbook.model.runbook import Runbook
from proofbook.model.settings import Settings
from proofbook.model.waivers import Waivers
from proofbook.pages import links
from proofbook.pages.attestations import attestations_view
from proofbook.pages.bundle import bundle
from proofbook.pages.catalogue import alerts, catalogue_view
from proofbook.pages.changes import changes_view
from proofbook.pages.checklist import checklist_view
from proofbook.pages.course import course_view, courses_view
from proofbook.pages.coverage import coverage_view
from proofbook.pages.embedding import Proofs
from proofbook.pages.environment import environment_view
from proofbook.pages.environments import environments_view
from proofbook.pages.inventory import inventory_view
from proofbook.pages.objectives import objectives_view
from proofbook.pages.overview import overview_view
from proofbook.pages.owners import owners_view
from proofbook.pages.permanent import badges
from proofbook.pages.recordings import casts
from proofbook.pages.rendering import render
from proofbook.pages.requirements import requirements_view
from proofbook.pages.runbook import runbook_view
from proofbook.pages.sheets import sheets
from proofbook.pages.site import Seen


class Page(Struct, frozen=True):
    """A generated page: its path among the docs, its Markdown, the file it is made from.

    `listed` says whether a site's navigation is expected to hold it.
    """

    uri: str
    markdown: str
    source: str | None = None
    listed: bool = True


class Pages(Struct, frozen=True):
    """Everything that is put beside the site's own Markdown, and what other pages may show of it."""

    pages: tuple[Page, ...]
    assets: dict[str, bytes]
    proofs: Proofs


_VIEWS: dict[type, tuple[str, Any]] = {
    Runbook: ("runbook", runbook_view),
    Checklist: ("checklist", checklist_view),
    Requirements: ("requirements", requirements_view),
    Environment: ("environment", environment_view),
    Objectives: ("objectives", objectives_view),
    Course: ("course", course_view),
}
#: Pages that every site has, whatever it contains: their addresses can be relied on.
_OVERVIEWS: dict[str, tuple[str, Any]] = {
    links.OVERVIEW: ("overview", overview_view),
    links.ATTESTATIONS: ("attestations", attestations_view),
    links.CHANGES: ("changes", changes_view),
    links.CHECKS: ("checks", inventory_view),
    links.COVERAGE: ("coverage", coverage_view),
    links.OWNERS: ("owners", owners_view),
    links.RUNBOOKS: ("runbooks", catalogue_view),
    links.ALERTS: ("alerts", lambda seen: {"alerts": alerts(seen)}),
    links.ENVIRONMENTS: ("environments", environments_view),
    links.COURSES: ("courses", courses_view),
}


def pages(library: Library, report: Report, gate: Gate, settings: Settings) -> Pages:
    """Every page. The clock is the report's own: rendering later changes nothing."""
    seen = Seen(library, report, gate, settings, datetime.fromisoformat(report.started))
    made = [page for document in library.documents for page in _document(document, seen)]
    made += [Page(uri, render(template, uri, view(seen), seen)) for uri, (template, view) in _OVERVIEWS.items()]
    made += [Page(one.page, render("alert", one.page, {"alert": one}, seen), listed=False) for one in alerts(seen)]
    proofs = Proofs(seen)
    files = [
        bundle(),
        casts(seen),
        badges(proofs.entries.values()),
        *(sheets(one, seen) for one in library.all(Checklist)),
    ]
    return Pages(tuple(made), {uri: content for some in files for uri, content in some.items()}, proofs)


def _document(document: Document, seen: Seen) -> Iterator[Page]:
    if isinstance(document.body, (Attestations, Waivers, Checks)):
        return
    template, view = _VIEWS[type(document.body)]
    uri, shown = links.page_of(document.body), view(document.body, seen)
    yield Page(uri, render(template, uri, shown, seen, document.body.id), document.file)
    if isinstance(document.body, Course):
        yield from _beside(document.body, document.file, shown, seen)


def _beside(course: Course, file: str, shown: dict[str, Any], seen: Seen) -> Iterator[Page]:
    """Of a course, the answers, and what whoever teaches it needs: apart from what learners print."""
    if any(course.questions()):
        apart = links.answers_page(course)
        yield Page(apart, render("answers", apart, shown, seen, course.id), file, listed=False)
    view = links.trainer_page(course)
    yield Page(view, render("trainer", view, shown, seen, course.id), file, listed=False)

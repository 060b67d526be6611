"""What all pages are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

from proofbook.gate import Decision, Gate, decide
from proofbook.model.checklist import Checklist
from proofbook.model.library import Library
from proofbook.model.results import DrillResult, ItemResult, Report, Result
from proofbook.model.runbook import Runbook
from proofbook.model.settings import Owner, Settings
from proofbook.model.walk import placed_checks, placed_items, placed_steps
from proofbook.pages.links import page_of


class Seen:
    """A library, what was seen of it, and the indexes that pages look things up in."""

    def __init__(self, library: Library, report: Report, gate: Gate, settings: Settings, at: datetime) -> None:
        self.library = library
        self.report = report
        self.gate = gate
        self.settings = settings
        self.at = at

    @cached_property
    def results(self) -> dict[str, Result]:
        """Results by key."""
        return {result.key: result for result in self.report.results}

    @cached_property
    def drills(self) -> dict[str, DrillResult]:
        """Drills by id."""
        return {drill.drill: drill for drill in self.report.drills}

    @cached_property
    def items(self) -> dict[str, ItemResult]:
        """Checklist items by id."""
        return {item.item: item for item in self.report.items}

    def decision(self, checklist: Checklist) -> Decision:
        """GO or NO-GO as of the report."""
        return decide(self.report.items_of(checklist.id), self.at)

    def owner(self, name: str | None) -> Owner | None:
        """An owner with contact; where none are configured, the name alone."""
        if not name:
            return None
        return self.settings.owners.get(name) or Owner(name=name)

    @cached_property
    def covered(self) -> dict[str, list[tuple[str, str, str]]]:
        """By requirement, without case: title, page and anchor of whatever covers it."""
        index: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for names, title, page, anchor in _claims(self.library):
            for name in names:
                index[name.casefold()].append((title, page, anchor))
        return index


Claim = tuple[tuple[str, ...], str, str, str]


def _claims(library: Library) -> Iterator[Claim]:
    for document in library.documents:
        body, page = document.body, page_of(document.body)
        if isinstance(body, (Runbook, Checklist)):
            yield body.covers, body.title, page, ""
        if isinstance(body, Runbook):
            yield from ((drill.covers, drill.title or drill.id, page, drill.id) for drill in body.drills)
            yield from ((step.covers, step.title, page, step.id) for _, step in placed_steps(body))
        if isinstance(body, Checklist):
            yield from ((item.covers, item.title, page, item.id) for _, item in placed_items(body))
        for placed in placed_checks(document):
            yield placed.check.common.covers, placed.title, page, anchor_of(placed.id)


def anchor_of(key: str) -> str:
    """The anchor of a check: its id, with nothing in it that an address must escape."""
    return key.replace("/", "--").replace(":", "--")

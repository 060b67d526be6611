"""What all pages are made from."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import cached_property

from proofbook.gate import Decision, Gate, Traced, decide, trace
from proofbook.history import Recall
from proofbook.model.addresses import slug
from proofbook.model.checklist import Checklist, Item
from proofbook.model.library import Body, Library
from proofbook.model.results import DrillResult, ItemResult, Report, Result
from proofbook.model.runbook import Runbook
from proofbook.model.settings import Owner, Settings
from proofbook.model.status import Status, worst
from proofbook.model.walk import Placed, placed_checks
from proofbook.pages.anchors import Anchors
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
    def recall(self) -> Recall:
        """What earlier runs saw."""
        return Recall(self.report)

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
        """Every item of every checklist by id; one that is newer than the report has not been looked at."""
        seen = {item.item: item for item in self.report.items}
        return {
            item.id: seen.get(item.id) or _unseen(checklist, item)
            for checklist in self.library.all(Checklist)
            for item in checklist.items()
        }

    def items_of(self, checklist: Checklist) -> list[ItemResult]:
        """What the items of a checklist came to, in its order."""
        return [self.items[item.id] for item in checklist.items()]

    def decision(self, checklist: Checklist) -> Decision:
        """GO or NO-GO as of the report."""
        return decide(self.items_of(checklist), self.at)

    def owner(self, name: str | None) -> Owner | None:
        """An owner with contact; where none are configured, the name alone."""
        if not name:
            return None
        return self.settings.owners.get(name) or Owner(name=name)

    @cached_property
    def traced(self) -> dict[str, Traced]:
        """Requirements by id, with what covers them."""
        return trace(self.library, self.report)

    @cached_property
    def bodies(self) -> dict[str, Body]:
        """Documents by id."""
        return {document.body.id: document.body for document in self.library.documents}

    @cached_property
    def sources(self) -> dict[str, str]:
        """The file of each document, by its id."""
        return {document.body.id: document.file for document in self.library.documents}

    @cached_property
    def _anchors(self) -> dict[str, Anchors]:
        return {document.body.id: Anchors(document) for document in self.library.documents}

    def anchor(self, document: str, kind: str, name: str) -> str:
        """Where something stands in its document's page."""
        return self._anchors[document](kind, name)

    def anchor_of(self, result: Result) -> str:
        """Where a result stands in its document's page: the first of a check has the check's own address."""
        if self._first[result.check] is result:
            return self.anchor(result.document, "check", result.check)
        return slug(result.key)

    @cached_property
    def _first(self) -> dict[str, Result]:
        order = {drill.id: at for runbook in self.library.all(Runbook) for at, drill in enumerate(runbook.drills)}
        ranked = sorted(self.report.results, key=lambda one: order.get(one.drill or "", -1), reverse=True)
        return {result.check: result for result in ranked}

    @cached_property
    def checks(self) -> dict[str, Placed]:
        """Every check of the site by its id."""
        return {placed.id: placed for document in self.library.documents for placed in placed_checks(document)}

    @cached_property
    def _unseen(self) -> dict[str, list[Placed]]:
        index: dict[str, list[Placed]] = defaultdict(list)
        for placed in self.checks.values():
            if not self.of_check(placed.id):
                index[placed.part].append(placed)
        return index

    def unseen(self, part: str) -> tuple[Placed, ...]:
        """Checks of an item or step that the last run knew nothing of."""
        return tuple(self._unseen[part])

    def where(self, check: str) -> tuple[str, str]:
        """Page and anchor of a check."""
        body = self.checks[check].document.body
        return page_of(body), self.anchor(body.id, "check", check)

    def title(self, check: str) -> str:
        """What a check is called."""
        return self.checks[check].title

    def of_document(self, name: str) -> list[Result]:
        """Results of a document's checks, in drills and outside."""
        return self._results_by[("document", name)]

    def of_part(self, name: str) -> list[Result]:
        """Results of an item, `doc/step` or `doc/service`."""
        return self._results_by[("part", name)]

    def of_check(self, name: str) -> list[Result]:
        """Results of one check, in drills and outside."""
        return self._results_by[("check", name)]

    def step_status(self, runbook: Runbook, step: str) -> Status:
        """The worst that drills saw of a step, or, where a runbook changes nothing, its checks."""
        seen = [one.status for one in self.of_part(f"{runbook.id}/{step}")]
        if runbook.acts():
            seen = [
                one.status
                for drill in runbook.drills
                if drill.id in self.drills
                for one in self.drills[drill.id].steps
                if one.step == step
            ]
        return worst(seen or [Status.NOT_APPLICABLE])

    def of_drill(self, name: str) -> list[Result]:
        """Results that one drill has seen."""
        return self._results_by[("drill", name)]

    @cached_property
    def _results_by(self) -> dict[tuple[str, str], list[Result]]:
        index: dict[tuple[str, str], list[Result]] = defaultdict(list)
        for result in self.report.results:
            index[("document", result.document)].append(result)
            index[("part", result.part)].append(result)
            index[("check", result.check)].append(result)
            index[("drill", result.drill or "")].append(result)
        return index


def _unseen(checklist: Checklist, item: Item) -> ItemResult:
    return ItemResult(
        item=item.id,
        checklist=checklist.id,
        title=item.title,
        level=item.level,
        status=Status.SKIPPED,
        reason="the last run knew nothing of it",
        owner=item.owner or checklist.owner or "",
        wanted=item.grade,
    )

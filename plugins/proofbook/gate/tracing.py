"""Requirements traced: what covers each of them, and how far what covers it is proved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from proofbook.gate.deciding import decide
from proofbook.instants import parse
from proofbook.model.checklist import Checklist
from proofbook.model.environment import Grade
from proofbook.model.library import Document, Library
from proofbook.model.objectives import Objectives
from proofbook.model.requirements import Requirement, Requirements
from proofbook.model.results import ItemResult, Report
from proofbook.model.runbook import Runbook
from proofbook.model.status import Status, proves, worst
from proofbook.model.walk import placed_checks, placed_items, placed_steps


class Claim(Struct, frozen=True):
    """Something that says it covers a requirement, and what was seen of it.

    `document`, `kind` and `part` say where it stands: a step, drill, check, item or objective, or the document itself.
    `shown` is the lowest grade of the evidence behind it if all of that is right, even where a higher grade is asked
    for; where there is none and the status proves, a person has signed it.
    """

    document: str
    kind: str
    part: str
    title: str
    status: Status
    shown: Grade | None = None


class Traced(Struct, frozen=True):
    """A requirement with what covers it and its parts, and what they come to.

    `status` is the worst of all of it, none if nothing covers it; `lab` and `production` say whether all of it was
    shown there, or better, and `signed` whether it rests on signatures alone.
    """

    requirement: Requirement
    claims: tuple[Claim, ...]
    parts: tuple[str, ...]
    covered: bool
    status: Status | None
    lab: bool = False
    production: bool = False
    signed: bool = False


def trace(library: Library, report: Report) -> dict[str, Traced]:
    """Every requirement of the site by its id, in the order of the files."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    for names, claim in _claims(library, _Evidence(report)):
        for name in {name.casefold() for name in names}:
            claims[name].append(claim)
    every = [one for document in library.all(Requirements) for one in document.requirements]
    parts: dict[str, list[Requirement]] = defaultdict(list)
    for one in every:
        parts[(one.part_of or "").casefold()].append(one)
    return {one.id: _traced(one, claims, parts) for one in every}


def _traced(one: Requirement, claims: Mapping[str, list[Claim]], parts: Mapping[str, list[Requirement]]) -> Traced:
    own = tuple(claims.get(one.id.casefold(), ()))
    below = parts.get(one.id.casefold(), [])
    leaves = list(_leaves(one, parts, frozenset()))
    found = [*own, *(claim for leaf in leaves for claim in claims.get(leaf.id.casefold(), ()))]
    covered = bool(own) or bool(leaves)
    covered = covered and all(leaf.id.casefold() in claims for leaf in leaves)
    statuses = {claim.status for claim in found} | (set() if covered or not found else {Status.NOT_REVIEWED})
    return Traced(
        one,
        own,
        tuple(part.id for part in below),
        covered,
        worst(statuses) if statuses else None,
        covered and _shown(found, Grade.LAB),
        covered and _shown(found, Grade.PRODUCTION),
        covered and all(claim.shown is None and proves(claim.status) for claim in found),
    )


def _leaves(one: Requirement, parts: Mapping[str, list[Requirement]], seen: frozenset[str]) -> Iterator[Requirement]:
    """The parts that have no parts themselves; a requirement that is part of itself has none."""
    name = one.id.casefold()
    for part in parts.get(name, []) if name not in seen else []:
        below = list(_leaves(part, parts, seen | {name}))
        yield from below or [part]


def _shown(claims: Iterable[Claim], grade: Grade) -> bool:
    """Whether everything was shown at this grade or signed, and not everything merely signed."""
    every = list(claims)
    shown = [claim for claim in every if claim.shown and claim.shown.reaches(grade)]
    return bool(shown) and all(claim in shown or (claim.shown is None and proves(claim.status)) for claim in every)


def _claims(library: Library, evidence: _Evidence) -> Iterator[tuple[tuple[str, ...], Claim]]:
    for document in library.documents:
        body = document.body
        if isinstance(body, Runbook):
            yield from _of_runbook(body, evidence)
        if isinstance(body, Checklist):
            yield from _of_checklist(body, evidence)
        if isinstance(body, Objectives):
            yield from _of_objectives(body, evidence)
        else:
            yield from _of_checks(document, evidence)


def _of_runbook(body: Runbook, evidence: _Evidence) -> Iterator[tuple[tuple[str, ...], Claim]]:
    yield body.covers, Claim(body.id, "", "", body.title, *evidence.runbook(body))
    for drill in body.drills:
        yield drill.covers, Claim(body.id, "drill", drill.id, drill.title or drill.id, *evidence.drills([drill.id]))
    for _, step in placed_steps(body):
        yield step.covers, Claim(body.id, "step", step.id, step.title, *evidence.step(body.id, step.id))


def _of_checklist(body: Checklist, evidence: _Evidence) -> Iterator[tuple[tuple[str, ...], Claim]]:
    yield body.covers, Claim(body.id, "", "", body.title, *evidence.checklist(body.id))
    for _, item in placed_items(body):
        yield item.covers, Claim(body.id, "item", item.id, item.title, *evidence.item(item.id))


def _of_objectives(body: Objectives, evidence: _Evidence) -> Iterator[tuple[tuple[str, ...], Claim]]:
    yield body.covers, Claim(body.id, "", "", body.title, *evidence.objectives(one.id for one in body.objectives))
    for one in body.objectives:
        yield one.covers, Claim(body.id, "objective", one.id, one.title, *evidence.objectives([one.id]))


def _of_checks(document: Document, evidence: _Evidence) -> Iterator[tuple[tuple[str, ...], Claim]]:
    for placed in placed_checks(document):
        if covers := placed.check.common.covers:
            yield covers, Claim(document.body.id, "check", placed.id, placed.title, *evidence.check(placed.id))


Outcome = tuple[Status, Grade | None]


class _Evidence:
    """What a report has seen of anything, as a status and the lowest grade at which it was right."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._at = parse(report.started)
        self._results = {result.key: (result.status, result.grade) for result in report.results}
        self._drills = {drill.drill: (drill.status, drill.grade) for drill in report.drills}
        self._items = {item.item: item for item in report.items}
        self._named: dict[str, list[Outcome]] = defaultdict(list)
        for result in report.results:
            self._named[f"check {result.check}"].append((result.status, result.grade))
            if result.drill is None:
                self._named[f"document {result.document}"].append((result.status, result.grade))
                self._named[f"part {result.part}"].append((result.status, result.grade))
        for drill in report.drills:
            for step in drill.steps:
                self._named[f"part {drill.runbook}/{step.step}"].append((step.status, drill.grade))

    def check(self, name: str) -> Outcome:
        return _together(self._named[f"check {name}"])

    def step(self, runbook: str, step: str) -> Outcome:
        return _together(self._named[f"part {runbook}/{step}"])

    def drills(self, names: Iterable[str]) -> Outcome:
        return _together([self._drills.get(name, (Status.SKIPPED, None)) for name in names])

    def runbook(self, body: Runbook) -> Outcome:
        if body.drills:
            return self.drills(drill.id for drill in body.drills)
        return _together(self._named[f"document {body.id}"])

    def objectives(self, names: Iterable[str]) -> Outcome:
        """What nothing measures is not met."""
        unmeasured = [(Status.INSUFFICIENT_DATA, None)]
        return _together([one for name in names for one in self._named[f"check {name}"] or unmeasured])

    def item(self, name: str) -> Outcome:
        item = self._items.get(name)
        return (item.status, self._grade(item)) if item else (Status.NOT_REVIEWED, None)

    def checklist(self, name: str) -> Outcome:
        decision = decide(self._report.items_of(name), self._at)
        every = [(item.status, self._grade(item)) for item in (*decision.proved, *decision.blocking)]
        grades = [grade for _, grade in every]
        shown = None if None in grades else min(filter(None, grades), key=list(Grade).index, default=None)
        return worst([status for status, _ in every] or [Status.NOT_REVIEWED]), shown

    def _grade(self, item: ItemResult) -> Grade | None:
        """Where an item was shown, though the grade it asks for may be higher; none where a signature is missing."""
        outcomes = [self._results.get(key) or self._drills.get(key) for key in item.proofs]
        found = [one for one in outcomes if one]
        complete = proves(item.status) or item.reason.startswith("demonstrated")
        return _together(found)[1] if found and complete else None


def _together(outcomes: Sequence[Outcome]) -> Outcome:
    """The worst status; a grade only if everything is right. What only a person can do, nobody has shown."""
    status = worst([status for status, _ in outcomes] or [Status.NOT_REVIEWED])
    if status is Status.NOT_APPLICABLE:
        return Status.NOT_REVIEWED, None
    grades = [grade for _, grade in outcomes if grade]
    return status, min(grades, key=list(Grade).index) if grades and proves(status) else None

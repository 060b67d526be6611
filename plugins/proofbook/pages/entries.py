"""Everything in a site that has a name: what it is, where it stands, and what it came to."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from proofbook.model import published
from proofbook.model.checklist import Checklist
from proofbook.model.course import Course
from proofbook.model.environment import Environment
from proofbook.model.library import Body, Document
from proofbook.model.objectives import Objectives
from proofbook.model.requirements import Requirements
from proofbook.model.runbook import Runbook
from proofbook.model.status import Status, worst
from proofbook.model.walk import placed_checks, placed_items, placed_steps
from proofbook.pages import words
from proofbook.pages.catalogue import entry
from proofbook.pages.links import page_of
from proofbook.pages.site import Seen

#: Kinds of document that have a page of their own.
PAGED = (Runbook, Checklist, Requirements, Environment, Objectives, Course)


class Entry(Struct, frozen=True):
    """One thing with a name. `text` is what its chip says; without a status there is nothing to say."""

    id: str
    kind: str
    title: str
    page: str
    anchor: str = ""
    status: Status | None = None
    text: str = ""
    aliases: tuple[str, ...] = ()


def entries(seen: Seen) -> dict[str, Entry]:
    """By id, as people write it: documents, then what stands in them. Requirements also without case."""
    found: dict[str, Entry] = {}
    for make in (_document, _parts, _checks):
        for document in seen.library.documents:
            for one in make(document, seen) if isinstance(document.body, PAGED) else ():
                found.setdefault(one.id, one)
    return found


def _document(document: Document, seen: Seen) -> Iterator[Entry]:
    body = document.body
    status, text = _outcome(body, seen)
    kind = str(body.__struct_config__.tag)
    yield Entry(body.id, kind, body.title, page_of(body), "", status, text, body.aliases)


def _outcome(body: Body, seen: Seen) -> tuple[Status | None, str]:
    if isinstance(body, Runbook):
        found = entry(body, seen).status
        return found, words.label(found)
    if isinstance(body, Checklist):
        return (Status.PASSED, "GO") if seen.decision(body).go else (Status.FAILED, "NO-GO")
    statuses: list[Status] = []
    if isinstance(body, Requirements):
        statuses = [seen.traced[one.id].status or Status.NOT_REVIEWED for one in body.requirements]
    if isinstance(body, Objectives):
        statuses = [_of_check(one.id, seen) or Status.INSUFFICIENT_DATA for one in body.objectives]
    status = worst(statuses) if statuses else None
    return status, words.label(status) if status else ""


def _parts(document: Document, seen: Seen) -> Iterator[Entry]:
    body = document.body
    if isinstance(body, Runbook):
        yield from _of_runbook(body, seen)
    if isinstance(body, Checklist):
        for _, item in placed_items(body):
            result = seen.items[item.id]
            yield _part(body, "item", item.id, item.title, result.status, words.item_label(result), seen)
    if isinstance(body, Objectives):
        for objective in body.objectives:
            status = _of_check(objective.id, seen) or Status.INSUFFICIENT_DATA
            yield _part(body, "objective", objective.id, objective.title, status, words.label(status), seen)
    if isinstance(body, Course):
        former = _former(body)
        for _, lesson in body.lessons():
            name, anchor = f"{body.id}/{lesson.id}", seen.anchor(body.id, "lesson", lesson.id)
            yield Entry(name, "lesson", lesson.title, page_of(body), anchor, aliases=former[name])
    if isinstance(body, Requirements):
        for one in body.requirements:
            traced = seen.traced[one.id].status
            text = words.label(traced) if traced else "not covered"
            yield _part(body, "requirement", one.id, one.id, traced or Status.NOT_REVIEWED, text, seen)


def _of_runbook(body: Runbook, seen: Seen) -> Iterator[Entry]:
    former = _former(body)
    for _, step in placed_steps(body):
        status = seen.step_status(body, step.id)
        anchor = seen.anchor(body.id, "step", step.id)
        name, text = f"{body.id}/{step.id}", words.label(status)
        yield Entry(name, "step", step.title, page_of(body), anchor, status, text, former[name])
    for drill in body.drills:
        result = seen.drills.get(drill.id)
        status = result.status if result else Status.SKIPPED
        yield _part(body, "drill", drill.id, drill.title or drill.id, status, words.label(status), seen)


def _former(body: Body) -> dict[str, tuple[str, ...]]:
    return {name: aliases for _, name, aliases in published.parts(body)}


def _part(body: Body, kind: str, name: str, title: str, status: Status | None, text: str, seen: Seen) -> Entry:
    return Entry(name, kind, title, page_of(body), seen.anchor(body.id, kind, name), status, text)


def _checks(document: Document, seen: Seen) -> Iterator[Entry]:
    for placed in placed_checks(document):
        status = _of_check(placed.id, seen)
        anchor = seen.anchor(document.body.id, "check", placed.id)
        text = words.label(status) if status else "never run"
        yield Entry(placed.id, "check", placed.title, page_of(document.body), anchor, status or Status.SKIPPED, text)


def _of_check(name: str, seen: Seen) -> Status | None:
    """The worst of what drills and the build saw of a check."""
    results = seen.of_check(name)
    return worst(result.status for result in results) if results else None

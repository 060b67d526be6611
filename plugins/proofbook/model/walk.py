"""Every check of a document, with its id, its path in the file and the part it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from proofbook.model.check import Check
from proofbook.model.checklist import Checklist, Item
from proofbook.model.course import Course
from proofbook.model.environment import Environment
from proofbook.model.library import Document
from proofbook.model.objectives import Objectives
from proofbook.model.place import NodePath
from proofbook.model.runbook import Runbook, Step


class Placed(Struct, frozen=True):
    """A check where it stands. `part` is the item, `doc/step` or `doc/service` it belongs to."""

    id: str
    check: Check
    document: Document
    path: NodePath
    part: str
    title: str

    @property
    def params_path(self) -> NodePath:
        """Where the parameters of its check type stand."""
        source: NodePath = ("source",) if isinstance(self.document.body, Objectives) else ()
        return (*self.path, *source, self.check.type)

    def expect_path(self, fact: str) -> NodePath:
        """Where it stands what one of its facts must be."""
        return (*self.path, *(("target",) if isinstance(self.document.body, Objectives) else ("expect", fact)))

    def capture_path(self, name: str) -> NodePath:
        """Where one of its captures stands."""
        return (*self.path, "capture", name)

    def figure_path(self, index: int) -> NodePath:
        """Where one of the figures of its evidence stands."""
        figure: NodePath = ("value",) if isinstance(self.document.body, Objectives) else ("evidence", index)
        return (*self.path, *figure)


def placed_checks(document: Document) -> Iterator[Placed]:
    """Every check of the document, in the order of the file."""
    body = document.body
    if isinstance(body, Runbook):
        for path, step in placed_steps(body):
            yield from _of_step(document, body, path, step)
    elif isinstance(body, Checklist):
        for path, item in placed_items(body):
            yield from _of_item(document, path, item)
    elif isinstance(body, Objectives):
        yield from _of_objectives(document, body)
    elif isinstance(body, Environment):
        yield from _of_environment(document, body)
    elif isinstance(body, Course):
        yield from _of_course(document, body)


def placed_steps(runbook: Runbook) -> Iterator[tuple[NodePath, Step]]:
    """Every step, rollback included, with its path in the file."""
    for at, stage in enumerate(runbook.parts()):
        before: NodePath = ("steps",) if runbook.stages is None else ("stages", at, "steps")
        for index, step in enumerate(stage.steps):
            yield (*before, index), step
    for index, step in enumerate(runbook.rollback):
        yield ("rollback", index), step


def placed_items(checklist: Checklist) -> Iterator[tuple[NodePath, Item]]:
    """Every item with its path in the file."""
    for at, section in enumerate(checklist.sections):
        for index, item in enumerate(section.items):
            yield ("sections", at, "items", index), item


def _of_step(document: Document, runbook: Runbook, path: NodePath, step: Step) -> Iterator[Placed]:
    part = f"{runbook.id}/{step.id}"
    for index, check in enumerate(step.verify):
        id_ = check.common.id or part
        yield Placed(id_, check, document, (*path, "verify", index), part, check.common.title or step.title)


def _of_item(document: Document, path: NodePath, item: Item) -> Iterator[Placed]:
    for index, check in enumerate(item.checks or ()):
        id_ = check.common.id or item.id
        yield Placed(id_, check, document, (*path, "checks", index), item.id, check.common.title or item.title)


def _of_objectives(document: Document, body: Objectives) -> Iterator[Placed]:
    for index, objective in enumerate(body.objectives):
        if check := objective.check():
            part = f"{body.id}/{objective.id}"
            yield Placed(objective.id, check, document, ("objectives", index), part, objective.title)


def _of_environment(document: Document, body: Environment) -> Iterator[Placed]:
    for index, service in enumerate(body.services):
        if service.ready:
            id_, path = f"{body.id}/{service.id}", ("services", index, "ready")
            yield Placed(id_, service.ready, document, path, id_, service.title or service.id)


def _of_course(document: Document, body: Course) -> Iterator[Placed]:
    for index, check in enumerate(body.checks):
        id_ = check.common.id or body.before
        yield Placed(id_, check, document, ("checks", index), body.before, check.common.title or body.title)

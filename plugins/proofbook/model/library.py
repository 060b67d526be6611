"""Everything that a site's YAML says, once it is known to be valid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar, final

from msgspec import Struct

from proofbook.model.attestations import Attestations
from proofbook.model.checklist import Checklist
from proofbook.model.course import Course
from proofbook.model.environment import Environment
from proofbook.model.objectives import Objectives
from proofbook.model.place import NodePath, Place
from proofbook.model.requirements import Requirements
from proofbook.model.reuse import Checks
from proofbook.model.runbook import Runbook
from proofbook.model.waivers import Waivers

Body = Runbook | Checklist | Requirements | Environment | Attestations | Waivers | Objectives | Checks | Course
KINDS: tuple[type[Body], ...] = (
    Runbook,
    Checklist,
    Requirements,
    Environment,
    Attestations,
    Waivers,
    Objectives,
    Checks,
    Course,
)

BodyT = TypeVar(
    "BodyT", Runbook, Checklist, Requirements, Environment, Attestations, Waivers, Objectives, Checks, Course
)


@final
class Document:
    """A document with the file it stands in; `place(path)` finds any of its nodes there."""

    __slots__ = ("_locate", "body", "file")

    def __init__(self, file: str, body: Body, locate: Callable[[NodePath], Place]) -> None:
        self.file = file
        self.body = body
        self._locate = locate

    def place(self, path: NodePath = ()) -> Place:
        """Where the node at `path` stands; the nearest enclosing one if it is not written out."""
        return self._locate(path)


class Library(Struct, frozen=True):
    """The documents of a site, ordered by file name."""

    documents: tuple[Document, ...]

    def all(self, kind: type[BodyT]) -> Iterator[BodyT]:
        """Every document of one kind."""
        for document in self.documents:
            if isinstance(document.body, kind):
                yield document.body

    def placed(self, kind: type[BodyT]) -> Iterator[tuple[Document, BodyT]]:
        """Every document of one kind, with the file it stands in."""
        for document in self.documents:
            if isinstance(document.body, kind):
                yield document, document.body

    def environments(self) -> Mapping[str, Environment]:
        """Environments by id."""
        return {environment.id: environment for environment in self.all(Environment)}

    def alerts(self) -> Mapping[str, tuple[Runbook, ...]]:
        """Every alert, as it was first written, with the runbooks that answer it, compared without case.

        Alerts are in the order of names, runbooks in that of titles.
        """
        named: dict[str, tuple[str, list[Runbook]]] = {}
        for runbook in sorted(self.all(Runbook), key=lambda one: (one.title.casefold(), one.id)):
            for name in runbook.alerts:
                named.setdefault(name.casefold(), (name, []))[1].append(runbook)
        return {name: tuple(runbooks) for _, (name, runbooks) in sorted(named.items(), key=lambda item: item[0])}

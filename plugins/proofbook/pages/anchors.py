"""Where things stand within a page: addresses that stay, each of them once."""

from __future__ import annotations

from collections.abc import Iterator

from proofbook.model.addresses import slug
from proofbook.model.checklist import Checklist
from proofbook.model.course import Course
from proofbook.model.library import Body, Document
from proofbook.model.objectives import Objectives
from proofbook.model.requirements import Requirements
from proofbook.model.runbook import Runbook
from proofbook.model.walk import placed_checks, placed_items, placed_steps

#: Headings that our own templates bring.
_OWN = (
    "verdict",
    "prerequisites",
    "inputs",
    "rollback",
    "escalation",
    "evidence",
    "blocks",
    "services",
    "actions",
    "drills",
)


class Anchors:
    """The anchors of one page. What is linked to from elsewhere gets its own id; the rest gives way."""

    def __init__(self, document: Document) -> None:
        self._given: dict[tuple[str, str], str] = {}
        taken: set[str] = set()
        for kind, name in _names(document):
            plain = slug(name)
            anchor = f"{kind}--{plain}" if plain in taken else plain
            taken.add(anchor)
            self._given.setdefault((kind, name), anchor)

    def __call__(self, kind: str, name: str) -> str:
        """The anchor of a step, drill, check, item, stage, section, requirement or heading."""
        return self._given.get((kind, name)) or f"{kind}--{slug(name)}"


def _names(document: Document) -> Iterator[tuple[str, str]]:
    body = document.body
    yield from _linked(body)
    yield from (("check", placed.id) for placed in placed_checks(document))
    if isinstance(body, Runbook):
        yield from (("stage", stage.id) for stage in body.parts())
    if isinstance(body, Checklist):
        yield from (("section", section.id) for section in body.sections)
    yield from (("heading", name) for name in (*_OWN, body.id))


def _linked(body: Body) -> Iterator[tuple[str, str]]:
    if isinstance(body, Runbook):
        yield from (("step", step.id) for _, step in placed_steps(body))
        yield from (("drill", drill.id) for drill in body.drills)
    if isinstance(body, Checklist):
        yield from (("item", item.id) for _, item in placed_items(body))
    if isinstance(body, Objectives):
        yield from (("objective", one.id) for one in body.objectives)
    if isinstance(body, Course):
        yield from (("lesson", lesson.id) for _, lesson in body.lessons())
        yield from (("question", question.id) for _, question in body.questions())
    if isinstance(body, Requirements):
        yield from (("requirement", one.id) for one in body.requirements)

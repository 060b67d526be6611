"""What people link to: the names of documents, lessons and steps, with the former ones of each."""

from __future__ import annotations

from collections.abc import Iterator

from proofbook.model.course import Course
from proofbook.model.library import Body, Library
from proofbook.model.runbook import Runbook, Step
from proofbook.model.walk import placed_steps


def parts(body: Body) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Kind, name as `document/part`, and former names of each lesson or step. A document's own former ids count."""
    if isinstance(body, Runbook):
        yield from (_part("step", body, step.id, step.aliases) for step in _steps(body))
    if isinstance(body, Course):
        yield from (_part("lesson", body, lesson.id, lesson.aliases) for _, lesson in body.lessons())


def _steps(body: Runbook) -> Iterator[Step]:
    yield from (step for _, step in placed_steps(body))


def _part(kind: str, body: Runbook | Course, name: str, aliases: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    every = [f"{one}/{part}" for one in (body.id, *body.aliases) for part in (name, *aliases)]
    return kind, every[0], tuple(every[1:])


def names(library: Library) -> dict[str, tuple[str, ...]]:
    """Every name that a link may be published of, with its former names."""
    found: dict[str, tuple[str, ...]] = {}
    for document in library.documents:
        body = document.body
        if body.__struct_config__.tag in LINKED:
            found[body.id] = body.aliases
            found |= {name: aliases for _, name, aliases in parts(body)}
    return found


#: Kinds of document whose links are promised to last.
LINKED = ("runbook", "checklist", "course", "environment", "objectives", "requirements")

"""Identifiers are unique: documents, checks, items and drills in the site, steps in their document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from proofbook.load.source import Found, Source, Sources, Where, place_of
from proofbook.model.checklist import Checklist
from proofbook.model.environment import Environment
from proofbook.model.library import Body
from proofbook.model.place import NodePath
from proofbook.model.requirements import Requirements
from proofbook.model.runbook import Runbook
from proofbook.model.walk import placed_items, placed_steps


def check_ids(sources: Sources) -> Found:
    """No two documents, aliases, checks, items or drills of a site share an id."""
    defined: dict[str, list[Where]] = defaultdict(list)
    for source in sources.every:
        for name, path in _names(source):
            defined[name].append((source, path))
    for name, places in defined.items():
        yield from twice(f"the id `{name}`", places)


def twice(what: str, places: list[Where]) -> Found:
    """One problem for each place but the first."""
    first, *others = places
    for source, path in others:
        see = place_of(first)
        yield source.problem(path, f"{what} is taken", advice=f"choose another; the first is at {see}", see=see)


def check_parts(sources: Sources) -> Found:
    """Stages, sections and services are unique in their document, requirements in the site, compared without case."""
    required: dict[str, list[Where]] = defaultdict(list)
    for source in sources.every:
        here: dict[str, list[Where]] = defaultdict(list)
        for noun, name, path in _parts(source.document.body):
            here[f"the {noun} `{name}`"].append((source, path))
        for what, places in here.items():
            yield from twice(what, places)
        if isinstance(source.document.body, Requirements):
            for at, one in enumerate(source.document.body.requirements):
                required[one.id.casefold()].append((source, ("requirements", at, "id")))
    for places in required.values():
        first, path = places[0]
        yield from twice(f"the requirement `{first.parsed.written(path)}`", places)


def _parts(body: Body) -> Iterator[tuple[str, str, NodePath]]:
    if isinstance(body, Runbook):
        yield from (("stage", one.id, ("stages", at, "id")) for at, one in enumerate(body.stages or ()))
    if isinstance(body, Checklist):
        yield from (("section", one.id, ("sections", at, "id")) for at, one in enumerate(body.sections))
    if isinstance(body, Environment):
        yield from (("service", one.id, ("services", at, "id")) for at, one in enumerate(body.services))


def _names(source: Source) -> Iterator[tuple[str, NodePath]]:
    body = source.document.body
    yield body.id, ("id",)
    yield from ((alias, ("aliases", index)) for index, alias in enumerate(body.aliases))
    if isinstance(body, Checklist):
        yield from ((item.id, (*path, "id")) for path, item in placed_items(body))
    if isinstance(body, Runbook):
        yield from ((drill.id, ("drills", index, "id")) for index, drill in enumerate(body.drills))
    for placed in source.checks:
        if placed.check.common.id:
            yield placed.check.common.id, (*placed.path, "id")


def check_step_ids(sources: Sources) -> Found:
    """Steps are unique in their document; a check without an id stands alone in its part."""
    for source in sources.every:
        yield from _steps(source)
        yield from _nameless(source)


def _steps(source: Source) -> Found:
    if not isinstance(source.document.body, Runbook):
        return
    seen: dict[str, list[Where]] = defaultdict(list)
    for path, step in placed_steps(source.document.body):
        seen[step.id].append((source, (*path, "id")))
    for name, places in seen.items():
        yield from twice(f"the step `{name}`", places)


def _nameless(source: Source) -> Found:
    parts: dict[str, int] = defaultdict(int)
    for placed in source.checks:
        parts[placed.part] += 1
    for placed in source.checks:
        if parts[placed.part] > 1 and not placed.check.common.id:
            message = f"one of {parts[placed.part]} checks of `{placed.part}` has no `id`"
            advice = "add `id:` to each; only a check that stands alone takes the id of its place"
            yield source.problem(placed.path, message, width=1, advice=advice)
            parts[placed.part] = 0

"""`needs` name checks, or services, that exist, and never in a circle; nor are requirements parts of each other."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from proofbook.load.rules.unknown import unknown
from proofbook.load.source import Found, Source, Sources
from proofbook.model.environment import Environment
from proofbook.model.place import NodePath
from proofbook.model.requirements import Requirements
from proofbook.model.walk import Placed

Graph = dict[str, tuple[Source, NodePath, tuple[str, ...]]]


def check_needs(sources: Sources) -> Found:
    """Checks of the whole site among themselves, services within their environment."""
    checks = {p.id: (s, (*p.path, "needs"), p.check.common.needs) for s, p in _checks(sources)}
    yield from _graph(sources, checks, "check")
    for source in sources.every:
        body = source.document.body
        if isinstance(body, Environment):
            services = enumerate(body.services)
            graph: Graph = {s.id: (source, ("services", at, "needs"), s.needs) for at, s in services}
            yield from _graph(sources, graph, "service")


def _checks(sources: Sources) -> list[tuple[Source, Placed]]:
    return [(source, placed) for source in sources.every for placed in source.checks]


def _graph(sources: Sources, graph: Graph, noun: str) -> Found:
    for name, (source, path, needs) in graph.items():
        if all(one in graph for one in needs):
            continue
        others = [other for other in graph if other != name]
        named = [((*path, index), needed) for index, needed in enumerate(needs) if needed != name]
        yield from unknown(sources, source, named, others, noun)
    yield from _cycle(graph, noun)


def check_parts_of(sources: Sources) -> Found:
    """No requirement is a part of itself, however far round; ids are compared without case."""
    parts: Graph = {}
    for source in sources.every:
        body = source.document.body
        if isinstance(body, Requirements):
            for at, one in enumerate(body.requirements):
                whole = (one.part_of.casefold(),) if one.part_of else ()
                parts[one.id.casefold()] = (source, ("requirements", at, "part_of"), whole)
    for ring in _rings(parts):
        source, path, _ = parts[ring[-1]]
        names = [_written(parts[name]) for name in reversed(ring)]
        alone, said = len(set(ring)) == 1, " is part of ".join(f"`{name}`" for name in names)
        message = (
            f"the requirement is part of itself: {said}"
            if alone
            else f"requirements that are part of each other: {said}"
        )
        yield source.problem(path, message, advice="take one of these `part_of` out")


def _written(where: tuple[Source, NodePath, tuple[str, ...]]) -> str:
    """The id of a requirement as it stands in its file."""
    source, path, _ = where
    return source.parsed.written((*path[:-1], "id"))


def _cycle(graph: Graph, noun: str) -> Found:
    for names in _rings(graph):
        source, path, needs = graph[names[-1]]
        circle = " needs ".join(f"`{name}`" for name in reversed(names))
        message = (
            f"{noun}s that need each other: {circle}" if len(set(names)) > 1 else f"the {noun} needs itself: {circle}"
        )
        yield source.problem((*path, needs.index(names[-2])), message, advice="take one of these needs out")


def _rings(graph: Graph) -> Iterator[list[str]]:
    """The first circle there is, its end at its beginning; another shows when this one is cut."""
    try:
        TopologicalSorter(
            {name: [one for one in needs if one in graph] for name, (_, _, needs) in graph.items()}
        ).prepare()
    except CycleError as error:
        ring = error.args[1][1:]
        first = ring.index(min(ring))  # the same circle is told the same way, whatever the order of files
        yield [*ring[first:], *ring[: first + 1]]

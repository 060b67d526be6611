"""`needs` name checks, or services, that exist, and never in a circle."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from proofbook.load.rules.unknown import unknown
from proofbook.load.source import Found, Source, Sources
from proofbook.model.environment import Environment
from proofbook.model.place import NodePath
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


def _cycle(graph: Graph, noun: str) -> Found:
    """The first circle there is; another shows when this one is cut."""
    try:
        TopologicalSorter(
            {name: [one for one in needs if one in graph] for name, (_, _, needs) in graph.items()}
        ).prepare()
    except CycleError as error:
        ring = error.args[1][1:]
        first = ring.index(min(ring))  # the same circle is told the same way, whatever the order of files
        names = [*ring[first:], *ring[: first + 1]]
        source, path, needs = graph[names[-1]]
        circle = " needs ".join(f"`{name}`" for name in reversed(names))
        message = (
            f"{noun}s that need each other: {circle}" if len(set(names)) > 1 else f"the {noun} needs itself: {circle}"
        )
        yield source.problem((*path, needs.index(names[-2])), message, advice="take one of these needs out")

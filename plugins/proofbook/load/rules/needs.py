"""`needs` name checks, or services, that exist, and never in a circle."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from proofbook.load.source import Found, Source, Sources
from proofbook.model.environment import Environment
from proofbook.model.place import NodePath
from proofbook.model.walk import Placed
from proofbook.nearest import did_you_mean

Graph = dict[str, tuple[Source, NodePath, tuple[str, ...]]]


def check_needs(sources: Sources) -> Found:
    """Checks of the whole site among themselves, services within their environment."""
    yield from _graph({p.id: (s, (*p.path, "needs"), p.check.common.needs) for s, p in _checks(sources)}, "check")
    for source in sources.every:
        body = source.document.body
        if isinstance(body, Environment):
            services = enumerate(body.services)
            yield from _graph({s.id: (source, ("services", at, "needs"), s.needs) for at, s in services}, "service")


def _checks(sources: Sources) -> list[tuple[Source, Placed]]:
    return [(source, placed) for source in sources.every for placed in source.checks]


def _graph(graph: Graph, noun: str) -> Found:
    dangling = False
    for name, (source, path, needs) in graph.items():
        for index, needed in enumerate(needs):
            if needed not in graph:
                dangling = True
                hint = did_you_mean(needed, (other for other in graph if other != name))
                yield source.problem((*path, index), f"there is no {noun} `{needed}`", width=len(needed), advice=hint)
    if not dangling:
        yield from _cycle(graph, noun)


def _cycle(graph: Mapping[str, tuple[Source, NodePath, tuple[str, ...]]], noun: str) -> Found:
    try:
        TopologicalSorter({name: needs for name, (_, _, needs) in graph.items()}).prepare()
    except CycleError as error:
        names = error.args[1]
        source, path, _ = graph[names[-1]]
        circle = " needs ".join(reversed(names))
        yield source.problem(path, f"{noun}s that need each other: {circle}", advice="take one of them out", key=True)

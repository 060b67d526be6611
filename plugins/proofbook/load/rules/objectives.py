"""Objectives are measured or say why not, and a window says how its filling is told."""

from __future__ import annotations

from proofbook.load.rules.facts import check_fact
from proofbook.load.source import Found, Source, Sources
from proofbook.model.objectives import Objective, Objectives
from proofbook.model.place import NodePath


def check_objectives(sources: Sources) -> Found:
    """Each objective for itself."""
    for source in sources.every:
        body = source.document.body
        if isinstance(body, Objectives):
            for index, objective in enumerate(body.objectives):
                yield from _measured(source, ("objectives", index), objective)
                yield from _windowed(source, ("objectives", index), objective)


def _measured(source: Source, path: NodePath, objective: Objective) -> Found:
    if (objective.source is None) == (objective.unmeasured is None):
        yield source.problem(
            path,
            f"the objective `{objective.id}` has either `source` or `unmeasured`",
            advice="keep one of them"
            if objective.source
            else "add `source:` with a check type, or `unmeasured:` with why not",
        )
    elif (objective.source is None) != (objective.value is None):
        advice = "add `value: {fact: …}`" if objective.source else "remove `value:`"
        yield source.problem(path, f"`value` names a fact of the source of `{objective.id}`", advice=advice)


def _windowed(source: Source, path: NodePath, objective: Objective) -> Found:
    if (objective.window is None) != (objective.observed is None):
        yield source.problem(
            path,
            f"`window` and `observed` of `{objective.id}` go together",
            expected="both or neither",
            advice="without the seconds observed so far, a window just begun would look like a full one",
        )
    elif objective.source and objective.observed:
        observed = objective.observed
        yield from check_fact(source, (*path, "observed"), objective.source.type, observed.fact, observed.path)

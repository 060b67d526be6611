"""Objectives are measured or say why not, and a window says how its filling is told."""

from __future__ import annotations

from proofbook.check_types.registry import check_types, keyed_facts
from proofbook.load.source import Found, Source, Sources
from proofbook.model.objectives import Objective, Objectives
from proofbook.model.place import NodePath
from proofbook.nearest import did_you_mean, listed


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
        fact, path = objective.observed.fact, (*path, "observed", "fact")
        facts, keyed = check_types()[objective.source.type].FACTS, keyed_facts(objective.source.type)
        if fact not in facts:
            message, expected = f"`{objective.source.type}` has no fact `{fact}`", f"one of {listed(facts)}"
            hint = did_you_mean(fact, facts)
            yield source.problem(path, message, expected=expected, advice=hint, width=len(fact))
        elif (fact in keyed) != bool(objective.observed.path):
            wanted = "add `path:`" if fact in keyed else "remove `path:`"
            message = f"the fact `{fact}` {'has no' if objective.observed.path else 'needs a'} path"
            yield source.problem(path, message, advice=wanted)

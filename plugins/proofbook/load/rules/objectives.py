"""Objectives are measured or say why not, and a window says how its filling is told."""

from __future__ import annotations

from proofbook.check_types.registry import check_types
from proofbook.load.rules.facts import check_fact
from proofbook.load.source import Found, Source, Sources
from proofbook.model.objectives import Objective, Objectives
from proofbook.model.place import NodePath, Problem
from proofbook.nearest import listed


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
        yield _valued(source, path, objective)


def _valued(source: Source, path: NodePath, objective: Objective) -> Problem:
    if objective.source is None:
        message, advice = (
            f"`value` of `{objective.id}` names a fact, and there is no `source` that has facts",
            "remove it",
        )
        return source.problem((*path, "value"), message, key=True, advice=advice)
    facts = check_types()[objective.source.type].FACTS
    first = next((name for name in ("value", "json") if name in facts), next(iter(facts)))
    return source.problem(
        path,
        f"the objective `{objective.id}` does not say which fact of its source is its value",
        expected=f"`value:` with one of {listed(facts)}",
        advice=f"add `value: {{fact: {first}{', path: $.…' if first == 'json' else ''}}}`",
    )


def _windowed(source: Source, path: NodePath, objective: Objective) -> Found:
    if (objective.window is None) != (objective.observed is None):
        has, lacks = ("window", "observed") if objective.window else ("observed", "window")
        yield source.problem(
            path,
            f"the objective `{objective.id}` has `{has}` and no `{lacks}`",
            expected="both or neither",
            advice=f"add `{lacks}:`; without the seconds observed so far, a window just begun would look full",
        )
    elif objective.source and objective.observed:
        observed = objective.observed
        yield from check_fact(source, (*path, "observed"), objective.source.type, observed.fact, observed.path)

"""A fact named in YAML, by `evidence`, `capture` or an objective, is one that the check type observes."""

from __future__ import annotations

from proofbook.check_types.registry import check_types, keyed_facts
from proofbook.load.source import Found, Source
from proofbook.model.place import NodePath
from proofbook.nearest import did_you_mean, listed


def check_fact(source: Source, path: NodePath, type_: str, fact: str, key: str) -> Found:
    """The fact named at `path` exists, and has a `path:` exactly where it holds many values."""
    facts, keyed = check_types()[type_].FACTS, keyed_facts(type_)
    where = (*path, "fact")
    if fact not in facts:
        message, expected = f"`{type_}` has no fact `{fact}`", f"one of {listed(facts)}"
        yield source.problem(where, message, expected=expected, advice=did_you_mean(fact, facts), width=len(fact))
    elif (fact in keyed) != bool(key):
        message = f"the fact `{fact}` {'has no' if key else 'needs a'} path"
        yield source.problem(where, message, advice="add `path:`" if fact in keyed else "remove `path:`")

"""Conditions ask one thing: whether a file is there, or whether a value matches."""

from __future__ import annotations

from proofbook.load.source import Found, Source, Sources
from proofbook.matchers import misuse
from proofbook.model.check import Condition
from proofbook.model.place import NodePath
from proofbook.variables import references


def check_conditions(sources: Sources) -> Found:
    """`when` and `applies_when` of every check."""
    for source in sources.every:
        for placed in source.written_checks:
            for key in ("applies_when", "when"):
                if condition := getattr(placed.check.common, key):
                    yield from _condition(source, (*placed.path, key), condition)


def _condition(source: Source, path: NodePath, condition: Condition) -> Found:
    asked = condition.value is not None
    if (condition.file is None) != asked or asked != (condition.is_ is not None):
        message = f"`{path[-1]}` asks for a file, or for a value"
        yield source.problem(path, message, key=True, expected="`file`, or `value` and `is`, and a `reason`")
    elif asked and not any(references(condition.is_)) and (fault := misuse(condition.is_)):
        yield source.problem((*path, "is"), f"`is` is no matcher: {fault}")

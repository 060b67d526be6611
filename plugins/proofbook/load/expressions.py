"""What is wrong with a regular expression or a JSONPath, and how to write it instead."""

from __future__ import annotations

from proofbook.load.source import Source
from proofbook.model.place import NodePath, Problem

PATTERN, PATH = "regular expression", "JSONPath"
_LOOKS_AROUND = ("(?=", "(?!", "(?<=", "(?<!")


def wrong_expression(source: Source, path: NodePath, expression: str, what: str, fault: str) -> Problem:
    """A problem of an expression that does not compile."""
    if what == PATH and not expression.startswith("$"):
        advice = f"did you mean `$.{expression.lstrip('.')}`?"
        message = f"`{expression}` is not a JSONPath: it starts with `$`"
        return source.problem(path, message, key=_is_key(path), expected="a path by RFC 9535", advice=advice)
    message = f"`{expression}` is not a {what}: {fault}"
    if what == PATH:
        advice = "compare with `==`" if "=" in fault else ""
        return source.problem(path, message, key=_is_key(path), expected="a path by RFC 9535", advice=advice)
    return source.problem(path, message, expected="a pattern that RE2 takes", advice=_instead(expression, fault))


def _is_key(path: NodePath) -> bool:
    """In `expect`, paths are the keys."""
    return path[-1] != "path"


def _instead(expression: str, fault: str) -> str:
    if any(sign in expression for sign in _LOOKS_AROUND):
        return "there is no looking ahead or behind, which can take for ever; `not: {matches: …}` says what must not be"
    if "escape" in fault:
        return "there are no back-references, which can take for ever"
    if "repetition" in fault:
        return "a sign such as `*` repeats what stands before it; any text is `.*`"
    return ""

"""The matcher language: what may stand after a fact, whether it holds, how it reads.

A bare scalar means `equals`. A map names one or more matchers, and all of them must hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from proofbook.matchers.base import MISSING, Incomparable
from proofbook.matchers.collecting import COLLECTING, elements, size
from proofbook.matchers.comparing import COMPARING
from proofbook.matchers.textual import TEXTUAL
from proofbook.matchers.values import show

SIMPLE = {**COMPARING, **TEXTUAL, **COLLECTING}

#: Matchers made of matchers: one inner matcher, or a list of them.
OF_ONE = ("each", "any_item", "has_length", "not")
OF_MANY = ("all_of", "any_of")


def holds(actual: Any, expected: Any) -> bool:
    """Whether a fact's value is as expected. A value that is not there fails all but `exists`.

    Raises:
        Incomparable: the value is of a kind that cannot be looked at in this way.
    """
    if not isinstance(expected, Mapping):
        return _holds_one("equals", actual, expected)
    return all([_holds_one(name, actual, argument) for name, argument in expected.items()])


def _holds_one(name: str, actual: Any, argument: Any) -> bool:
    if name in _COMPOUND:
        return _COMPOUND[name](actual, argument)
    if actual is MISSING and name != "exists":
        raise Incomparable("it selects nothing")
    return SIMPLE[name].holds(actual, argument)


# Lists, not generators: every part is looked at, so that what cannot be compared always says so.
_COMPOUND: dict[str, Callable[[Any, Any], bool]] = {
    "not": lambda actual, inner: not holds(actual, inner),
    "each": lambda actual, inner: all([holds(element, inner) for element in _some(actual)]),
    "any_item": lambda actual, inner: any([holds(element, inner) for element in _some(actual)]),
    "has_length": lambda actual, inner: holds(size(_there(actual)), inner),
    "all_of": lambda actual, many: all([holds(actual, inner) for inner in many]),
    "any_of": lambda actual, many: any([holds(actual, inner) for inner in many]),
}


def _there(actual: Any) -> Any:
    if actual is MISSING:
        raise Incomparable("it selects nothing")
    return actual


def _some(actual: Any) -> list[Any]:
    found = elements(_there(actual))
    if not found:
        raise Incomparable("the list is empty: nothing was compared")
    return found


def describe(expected: Any) -> str:
    """The expectation in words, as in `at least 200 and less than 300`."""
    if not isinstance(expected, Mapping):
        return show(expected)
    return " and ".join(_describe_one(name, argument) for name, argument in expected.items())


def _describe_one(name: str, argument: Any) -> str:
    if name in OF_MANY:
        joint = " and " if name == "all_of" else " or "
        return "(" + joint.join(describe(inner) for inner in argument) + ")"
    if name in OF_ONE:
        words = {"each": "each", "any_item": "any", "has_length": "length", "not": "not"}[name]
        return f"{words} {describe(argument)}"
    return SIMPLE[name].words(argument)


def schema() -> dict[str, Any]:
    """JSON Schema of everything that may stand after a fact; recursive by `#/$defs/Matcher`."""
    inner = {"$ref": "#/$defs/Matcher"}
    properties: dict[str, Any] = {name: matcher.schema for name, matcher in SIMPLE.items()}
    properties |= dict.fromkeys(OF_ONE, inner)
    properties |= dict.fromkeys(OF_MANY, {"type": "array", "items": inner, "minItems": 1})
    return {
        "title": "Matcher",
        "description": "What a fact must be: a bare value it equals, or matchers that must all hold.",
        "type": ["string", "number", "boolean", "null", "object"],
        "properties": properties,
        "minProperties": 1,
        "additionalProperties": False,
    }

"""The matcher language: what may stand after a fact, whether it holds, how it reads.

A bare scalar means `equals`. A map names one or more matchers, and all of them must hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from proofbook.matchers.base import MISSING, Incomparable
from proofbook.matchers.collecting import COLLECTING, elements, size
from proofbook.matchers.comparing import COMPARING
from proofbook.matchers.days import days_from_now
from proofbook.matchers.formats import FORMAT
from proofbook.matchers.textual import TEXTUAL
from proofbook.matchers.values import show
from proofbook.matchers.versions import VERSIONS

SIMPLE = {**COMPARING, **TEXTUAL, **FORMAT, **VERSIONS, **COLLECTING}

#: Matchers made of one inner matcher, each with the words that go before it.
OF_ONE = {
    "each": "each",
    "any_item": "any",
    "has_length": "length",
    "days_from_now": "days from now",
    "not": "not",
}
#: Matchers made of a list of them, each with the word that goes between.
OF_MANY = {"all_of": "and", "any_of": "or"}


def holds(actual: Any, expected: Any, now: datetime | None = None) -> bool:
    """Whether a fact's value is as expected, as of `now` where time matters.

    A value that is not there fails all but `exists`.

    Raises:
        Incomparable: the value is of a kind that cannot be looked at in this way.
    """
    if not isinstance(expected, Mapping):
        return _holds_one("equals", actual, expected, now)
    # A list, not a generator: every part is looked at, so that what cannot be compared always says so.
    return all([_holds_one(name, actual, argument, now) for name, argument in expected.items()])


def _holds_one(name: str, actual: Any, argument: Any, now: datetime | None) -> bool:
    if name in _COMPOUND:
        return _COMPOUND[name](actual, argument, now)
    if name != "exists":
        _there(actual)
    return SIMPLE[name].holds(actual, argument)


def _one_holds(parts: Iterable[tuple[Any, Any]], now: datetime | None) -> bool:
    """Whether one part holds. That another cannot be compared matters only if none does."""
    fault: Incomparable | None = None
    for actual, inner in parts:
        try:
            if holds(actual, inner, now):
                return True
        except Incomparable as error:
            fault = fault or error
    if fault:
        raise fault
    return False


_COMPOUND: dict[str, Callable[[Any, Any, datetime | None], bool]] = {
    "not": lambda actual, inner, now: not holds(actual, inner, now),
    "each": lambda actual, inner, now: all([holds(element, inner, now) for element in _some(actual)]),
    "any_item": lambda actual, inner, now: _one_holds([(element, inner) for element in _some(actual)], now),
    "has_length": lambda actual, inner, now: holds(size(_there(actual)), inner, now),
    "days_from_now": lambda actual, inner, now: holds(days_from_now(_there(actual), now), inner, now),
    "all_of": lambda actual, many, now: all([holds(actual, inner, now) for inner in many]),
    "any_of": lambda actual, many, now: _one_holds([(actual, inner) for inner in many], now),
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
        return "(" + f" {OF_MANY[name]} ".join(describe(inner) for inner in argument) + ")"
    if name in OF_ONE:
        return f"{OF_ONE[name]} {describe(argument)}"
    return SIMPLE[name].words(argument)


def schema() -> dict[str, Any]:
    """JSON Schema of everything that may stand after a fact; recursive by `#/$defs/Matcher`."""
    inner = {"$ref": "#/$defs/Matcher"}
    properties: dict[str, Any] = {name: matcher.schema for name, matcher in SIMPLE.items()}
    properties |= dict.fromkeys(OF_ONE, inner)
    properties |= {name: {"type": "array", "items": inner, "minItems": 1} for name in OF_MANY}
    return {
        "title": "Matcher",
        "description": "What a fact must be: a bare value it equals, or matchers that must all hold.",
        "type": ["string", "number", "boolean", "null", "object"],
        "properties": properties,
        "minProperties": 1,
        "additionalProperties": False,
    }

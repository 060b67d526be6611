"""Matchers of one value against another: equality, order, membership, type."""

from __future__ import annotations

from typing import Any

from proofbook.matchers.base import Incomparable, Matcher
from proofbook.matchers.values import number, same, show, type_name

ANYTHING: dict[str, Any] = {}
NUMBER = {"type": "number"}
LIST = {"type": "array", "minItems": 1}
PAIR = {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}
TYPES = ["string", "integer", "number", "boolean", "list", "object", "null"]


def _is_type(actual: Any, wanted: Any) -> bool:
    name = type_name(actual)
    return name == wanted or (wanted == "number" and name == "integer")


def _among(actual: Any, options: Any) -> bool:
    return any(same(actual, option) for option in options)


def _between(actual: Any, pair: Any) -> bool:
    if pair[0] > pair[1]:
        raise Incomparable(f"nothing is between {show(pair[0])} and {show(pair[1])}: the smaller one stands first")
    return bool(pair[0] <= number(actual) <= pair[1])


COMPARING: dict[str, Matcher] = {
    "equals": Matcher(ANYTHING, lambda actual, wanted: same(wanted, actual), show),
    "not_equals": Matcher(ANYTHING, lambda actual, wanted: not same(wanted, actual), lambda x: f"not {show(x)}"),
    "gt": Matcher(NUMBER, lambda actual, limit: number(actual) > limit, lambda x: f"more than {show(x)}"),
    "ge": Matcher(NUMBER, lambda actual, limit: number(actual) >= limit, lambda x: f"at least {show(x)}"),
    "lt": Matcher(NUMBER, lambda actual, limit: number(actual) < limit, lambda x: f"less than {show(x)}"),
    "le": Matcher(NUMBER, lambda actual, limit: number(actual) <= limit, lambda x: f"at most {show(x)}"),
    "between": Matcher(
        PAIR,
        _between,
        lambda x: f"between {show(x[0])} and {show(x[1])}",
    ),
    "in": Matcher(LIST, _among, lambda x: f"one of {show(x)}"),
    "not_in": Matcher(LIST, lambda actual, options: not _among(actual, options), lambda x: f"none of {show(x)}"),
    "is_type": Matcher({"enum": TYPES}, _is_type, lambda x: f"of type {x}"),
}

"""Matchers of what a value holds: presence, keys, elements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofbook.matchers.base import MISSING, Incomparable, Matcher
from proofbook.matchers.values import is_list, same, show

FLAG = {"type": "boolean"}
LIST = {"type": "array", "minItems": 1}


def size(value: Any) -> int:
    """How many characters, elements or keys it has.

    Raises:
        Incomparable: it has no length.
    """
    if isinstance(value, (str, Mapping)) or is_list(value):
        return len(value)
    raise Incomparable(f"{show(value)} has no length")


def elements(value: Any) -> list[Any]:
    """The elements of a list.

    Raises:
        Incomparable: it is none.
    """
    if not is_list(value):
        raise Incomparable(f"{show(value)} is not a list")
    return list(value)


def _has_key(actual: Any, key: Any) -> bool:
    if not isinstance(actual, Mapping):
        raise Incomparable(f"{show(actual)} has no keys")
    return key in actual


def taken_from(actual: Any, wanted: Any) -> tuple[list[Any], list[Any]]:
    """What of `wanted` a list lacks, and what of the list is left over; duplicates count.

    Raises:
        Incomparable: it is not a list.
    """
    missing, left = [], elements(actual)
    for element in wanted:
        at = next((index for index, one in enumerate(left) if same(element, one)), None)
        if at is None:
            missing.append(element)
        else:
            del left[at]
    return missing, left


def _contains_all(actual: Any, wanted: Any) -> bool:
    missing, _ = taken_from(actual, wanted)
    return not missing


def _contains_exactly(actual: Any, wanted: Any) -> bool:
    missing, left = taken_from(actual, wanted)
    return not missing and not left


COLLECTING: dict[str, Matcher] = {
    "exists": Matcher(
        FLAG, lambda actual, wanted: (actual is not MISSING) == wanted, lambda x: "present" if x else "absent"
    ),
    "is_empty": Matcher(
        FLAG, lambda actual, wanted: (size(actual) == 0) == wanted, lambda x: "empty" if x else "not empty"
    ),
    "has_key": Matcher({"type": "string"}, _has_key, lambda x: f"with key {show(x)}"),
    "contains_all": Matcher(LIST, _contains_all, lambda x: f"containing all of {show(x)}"),
    "contains_exactly": Matcher(LIST, _contains_exactly, lambda x: f"exactly {show(x)}, in any order"),
}

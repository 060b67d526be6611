"""Values compared, measured and shown the same way by every matcher."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from proofbook.matchers.base import MISSING, Incomparable

SHOWN = 400


def is_number(value: Any) -> bool:
    """Whether it is a number; `true` is not one."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_list(value: Any) -> bool:
    """Whether it is a list; text is not one."""
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))


def same(left: Any, right: Any) -> bool:
    """Equality as in JSON: 1 is 1.0, `true` is not 1, and the order of keys is nothing."""
    return not difference(left, right)


def difference(expected: Any, actual: Any, path: str = "$") -> str:
    """Where and how two values first differ, as a JSONPath and two values; empty if they do not."""
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        return _map_difference(expected, actual, path)
    if is_list(expected) and is_list(actual):
        return _list_difference(expected, actual, path)
    if _scalar_equal(expected, actual):
        return ""
    return f"at {path}: expected {show(expected)}, got {show(actual)}"


def _scalar_equal(left: Any, right: Any) -> bool:
    if is_number(left) and is_number(right):
        return bool(left == right)
    return type(left) is type(right) and bool(left == right)


def _map_difference(expected: Mapping[str, Any], actual: Mapping[str, Any], path: str) -> str:
    for key in sorted({*expected, *actual}, key=str):
        here = f"{path}.{key}"
        found = difference(expected.get(key, MISSING), actual.get(key, MISSING), here)
        if found:
            return found
    return ""


def _list_difference(expected: Sequence[Any], actual: Sequence[Any], path: str) -> str:
    for index in range(max(len(expected), len(actual))):
        left = expected[index] if index < len(expected) else MISSING
        right = actual[index] if index < len(actual) else MISSING
        found = difference(left, right, f"{path}[{index}]")
        if found:
            return found
    return ""


def number(value: Any) -> float:
    """The value as a number.

    Raises:
        Incomparable: it is none.
    """
    if not is_number(value):
        raise Incomparable(f"{show(value)} is not a number")
    return value  # type: ignore[no-any-return]  # int and float both serve


def text(value: Any) -> str:
    """The value as text.

    Raises:
        Incomparable: it is none.
    """
    if not isinstance(value, str):
        raise Incomparable(f"{show(value)} is not text")
    return value


def show(value: Any) -> str:
    """A value as a person reads it, on one line and cut where it gets long."""
    if value is MISSING:
        return "nothing"
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}… ({len(shown)} characters)"


def type_name(value: Any) -> str:
    """The JSON Schema name of a value's type."""
    if isinstance(value, bool):
        return "boolean"
    names = ((int, "integer"), (float, "number"), (str, "string"), (Mapping, "object"), (type(None), "null"))
    return next((name for kind, name in names if isinstance(value, kind)), "list")

"""Values compared, measured and shown the same way by every matcher."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from proofbook.matchers.base import MISSING, Incomparable

SHOWN = 400
#: Texts longer than this are shown where they differ, not only from their beginning.
GLANCE = 60
_BEFORE = 20

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


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
    if isinstance(expected, str) and isinstance(actual, str) and max(len(expected), len(actual)) > GLANCE:
        return _text_difference(expected, actual, path)
    return f"at {path}: expected {show(expected)}, got {show(actual)}"


def _scalar_equal(left: Any, right: Any) -> bool:
    if is_number(left) and is_number(right):
        return bool(left == right)
    return type(left) is type(right) and bool(left == right)


def _text_difference(expected: str, actual: str, path: str) -> str:
    pairs = zip(expected, actual, strict=False)
    at = next((index for index, (left, right) in enumerate(pairs) if left != right), min(len(expected), len(actual)))
    around = slice(max(at - _BEFORE, 0), at + GLANCE - _BEFORE)
    return f"at {path}, character {at + 1}: expected {show(expected[around])}, got {show(actual[around])}"


def _map_difference(expected: Mapping[str, Any], actual: Mapping[str, Any], path: str) -> str:
    for key in sorted({*expected, *actual}, key=str):
        found = difference(expected.get(key, MISSING), actual.get(key, MISSING), path + _member(key))
        if found:
            return found
    return ""


def _member(key: str) -> str:
    """A key as the next part of a JSONPath."""
    return f".{key}" if _PLAIN_NAME.fullmatch(str(key)) else f"[{show(str(key))}]"


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
        Incomparable: it is none; what a computer calls NaN is none either.
    """
    if not is_number(value) or (isinstance(value, float) and math.isnan(value)):
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


def printable(value: str) -> str:
    """The text with lone surrogates, which no file can hold, written as escapes."""
    return value.encode("utf-8", "backslashreplace").decode()


def show(value: Any) -> str:
    """A value as a person reads it, on one line and cut where it gets long."""
    if value is MISSING:
        return "nothing"
    shown = printable(json.dumps(value, ensure_ascii=False, default=str))
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}… ({len(shown)} characters)"


def type_name(value: Any) -> str:
    """The JSON Schema name of a value's type; a list is called so."""
    if isinstance(value, bool):
        return "boolean"
    names = ((int, "integer"), (float, "number"), (str, "string"), (Mapping, "object"), (type(None), "null"))
    return next((name for kind, name in names if isinstance(value, kind)), "list")

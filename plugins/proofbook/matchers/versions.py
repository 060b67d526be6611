"""Semantic versions, compared by the precedence of semver.org 2.0.0, and ranges of them."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any

from proofbook.matchers.base import Incomparable, Matcher
from proofbook.matchers.values import show, text

#: Longer text is no version: it is somebody's attempt to make comparing slow.
LONGEST = 256

_NUMBER = r"(?:0|[1-9][0-9]*)"
_VERSION = re.compile(
    rf"(?P<core>{_NUMBER}\.{_NUMBER}\.{_NUMBER})"
    r"(?:-(?P<pre>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?"
    r"(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
)
_BOUND = rf"(?:>=|<=|!=|>|<|=)\s*{_NUMBER}(?:\.{_NUMBER}(?:\.{_NUMBER}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)?)?"
RANGE = rf"^\s*{_BOUND}(?:\s*,\s*{_BOUND})*\s*$"

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}

Precedence = tuple[tuple[int, ...], bool, tuple[tuple[bool, int, str], ...]]


def precedence(version: str) -> Precedence:
    """What versions are ordered by; build metadata does not count.

    Raises:
        ValueError: it is not a semantic version.
    """
    found = _VERSION.fullmatch(version) if len(version) <= LONGEST else None
    parts = found["pre"].split(".") if found and found["pre"] else []
    if found is None or any(part.isdigit() and len(part) > 1 and part.startswith("0") for part in parts):
        raise ValueError(f"{show(version)} is not a semantic version")
    core = tuple(int(part) for part in found["core"].split("."))
    return core, not parts, tuple(_identifier(part) for part in parts)


def _identifier(part: str) -> tuple[bool, int, str]:
    """Numbers by size and before words; words by their letters."""
    return (False, int(part), "") if part.isdigit() else (True, 0, part)


def _within(actual: Any, range_: Any) -> bool:
    try:
        seen = precedence(text(actual).removeprefix("v"))
        return all([_bound_holds(seen, bound.strip()) for bound in range_.split(",")])
    except ValueError as error:
        raise Incomparable(str(error)) from None


def _bound_holds(seen: Precedence, bound: str) -> bool:
    sign = next(sign for sign in _COMPARE if bound.startswith(sign))
    return _COMPARE[sign](seen, precedence(_whole(bound.removeprefix(sign).strip())))


def _whole(version: str) -> str:
    """`1` and `1.2` mean `1.0.0` and `1.2.0`; only what has all three numbers may go on."""
    return version + ".0" * (2 - version.count("."))


VERSIONS: dict[str, Matcher] = {
    "semver": Matcher(
        {
            "type": "string",
            "pattern": RANGE,
            "description": "Bounds that all hold, by the precedence of semver.org: 2.0.0-rc.1 comes before 2.0.0.",
            "examples": [">=1.2,<2", "!=1.4.1"],
        },
        _within,
        lambda x: f"a version {x}",
    ),
}

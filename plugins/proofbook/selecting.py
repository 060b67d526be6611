"""One value out of a fact that holds many."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from proofbook.matchers import MISSING

#: Names and indexes only. Most paths are of this kind, and need no compiler to be found right or followed.
_PLAIN = re.compile(r"\$(?:\.[A-Za-z_][A-Za-z0-9_]*|\[(?:0|[1-9][0-9]{0,8})\])*")
_STEP = re.compile(r"\.(?P<name>\w+)|\[(?P<index>\d+)\]")


def refuse_path(path: str) -> None:
    """Raises ValueError if it is not a JSONPath."""
    if not _PLAIN.fullmatch(path):
        compiled(path)


@lru_cache(maxsize=512)
def compiled(path: str) -> Any:
    """The compiled JSONPath (RFC 9535).

    Raises:
        ValueError: it is not a JSONPath.
    """
    import jsonpath  # heavy, and only selecting needs it

    try:
        return jsonpath.compile(path, strict=True)
    except jsonpath.JSONPathError as error:
        raise ValueError(str(error).splitlines()[0]) from None


def select(value: Any, key: str, how: str) -> Any:
    """What `key` selects in `value`: a JSONPath in parsed data, or a name without regard to case.

    A path to one place gives its value, any other path the list of what it selects. What selects
    nothing gives MISSING.
    """
    if value is MISSING:
        return MISSING
    return _by_path(value, key) if how == "jsonpath" else _by_name(value, key)


def _by_path(value: Any, path: str) -> Any:
    steps = _steps(path)
    if steps is not None:
        return _followed(value, steps)
    query = compiled(path)
    if not isinstance(value, (Mapping, list)):
        return MISSING
    found = query.findall(value)
    if not found:
        return MISSING
    return found[0] if query.singular_query() else found


@lru_cache(maxsize=512)
def _steps(path: str) -> tuple[str | int, ...] | None:
    """The names and indexes of a path that has nothing else."""
    if not _PLAIN.fullmatch(path):
        return None
    return tuple(step["name"] or int(step["index"]) for step in _STEP.finditer(path))


def _followed(value: Any, steps: tuple[str | int, ...]) -> Any:
    for step in steps:
        if isinstance(step, str):
            there = isinstance(value, Mapping) and step in value
        else:
            there = isinstance(value, (list, tuple)) and step < len(value)
        if not there:
            return MISSING
        value = value[step]
    return value


def _by_name(value: Mapping[str, Any], name: str) -> Any:
    folded = {key.casefold(): inner for key, inner in value.items()}
    return folded.get(name.casefold(), MISSING)

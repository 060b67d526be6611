"""`${{ scope.name }}` references: found, and put in place inside parsed values, never in text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from proofbook.errors import UnknownVariable

#: What data is made of; asking for these is many times quicker than asking for any `Mapping`.
MAPS = (dict, MappingProxyType)
Scope = Mapping[str, Mapping[str, Any]]

REFERENCE = re.compile(r"\$\{\{\s*([^{}]*?)\s*\}\}")
NAME = re.compile(r"^[a-z]+\.[A-Za-z0-9_][A-Za-z0-9_.-]*$")


def references(value: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every reference inside a value, as (path to its string, `scope.name`)."""
    return iter(_references(value))


def _references(value: Any) -> list[tuple[tuple[str | int, ...], str]]:
    # Most values hold none, and a site has many: lists cost less than generators of generators.
    if isinstance(value, str):
        return [((), match.group(1)) for match in REFERENCE.finditer(value)] if "${{" in value else []
    if isinstance(value, MAPS):
        return [((key, *path), name) for key, inner in value.items() for path, name in _references(inner)]
    if isinstance(value, (list, tuple)):
        return [((at, *path), name) for at, inner in enumerate(value) for path, name in _references(inner)]
    return []


def names_used(value: Any, group: str) -> set[str]:
    """The names of one group that a value refers to."""
    return {name.removeprefix(f"{group}.") for _, name in references(value) if name.startswith(f"{group}.")}


def resolve(value: Any, scope: Scope) -> Any:
    """The value with every reference replaced; a string that is one reference takes its type.

    Raises:
        UnknownVariable: a reference that the scope does not define.
    """
    if isinstance(value, str):
        return _resolve_text(value, scope)
    if isinstance(value, Mapping):
        return {key: resolve(inner, scope) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [resolve(inner, scope) for inner in value]
    return value


def substitute(value: Any, group: str, values: Mapping[str, Any]) -> Any:
    """The value with the references of one group replaced by what is known of it; all others stay.

    Raises:
        UnknownVariable: a reference of the group that `values` does not define.
    """
    if isinstance(value, str):
        return _substitute_text(value, group, values)
    if isinstance(value, Mapping):
        return {key: substitute(inner, group, values) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [substitute(inner, group, values) for inner in value]
    return value


def renamed(value: Any, name: Callable[[str], str]) -> Any:
    """The value with every reference, as `scope.name`, called what `name` makes of it."""
    if isinstance(value, str):
        return REFERENCE.sub(lambda match: f"${{{{ {name(match.group(1))} }}}}", value)
    if isinstance(value, Mapping):
        return {key: renamed(inner, name) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [renamed(inner, name) for inner in value]
    return value


def _substitute_text(text: str, group: str, values: Mapping[str, Any]) -> Any:
    def replaced(match: re.Match[str]) -> str:
        own = match.group(1).startswith(f"{group}.")
        return written(_look_up(match.group(1), {group: values})) if own else match.group()

    whole = REFERENCE.fullmatch(text)
    if whole and whole.group(1).startswith(f"{group}."):
        return _look_up(whole.group(1), {group: values})
    return REFERENCE.sub(replaced, text)


def _resolve_text(text: str, scope: Scope) -> Any:
    whole = REFERENCE.fullmatch(text)
    if whole:
        return _look_up(whole.group(1), scope)
    return REFERENCE.sub(lambda match: written(_look_up(match.group(1), scope)), text)


def written(value: Any) -> str:
    """A value inside other text, as YAML and JSON write it: `true`, not `True`."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _look_up(reference: str, scope: Scope) -> Any:
    group, _, name = reference.partition(".")
    try:
        return scope[group][name]
    except KeyError:
        raise UnknownVariable(reference) from None

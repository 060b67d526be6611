"""The check types there are: ours in a literal table, third parties' by entry point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from proofbook.check_types import (
    alerts,
    command,
    disk,
    dns,
    document,
    file,
    git,
    http,
    matching,
    memory,
    page,
    plugin,
    process,
    promql,
    python,
    report,
    schema,
    shell,
    sql,
    tcp,
    tls,
)
from proofbook.check_types.base import CheckType, Permission, Subject
from proofbook.errors import Usage

BUILTIN: dict[str, CheckType] = {
    "http": http,
    "tcp": tcp,
    "dns": dns,
    "tls": tls,
    "promql": promql,
    "sql": sql,
    "command": command,
    "shell": shell,
    "plugin": plugin,
    "file": file,
    "document": document,
    "schema": schema,
    "report": report,
    "process": process,
    "disk": disk,
    "memory": memory,
    "git": git,
    "python": python,
    "alerts": alerts,
    "page": page,
    "matching": matching,
}

GROUP = "proofbook.check_types"


@cache
def check_types() -> dict[str, CheckType]:
    """Every check type by its YAML key.

    Raises:
        Usage: an installed package names a check type that exists already; neither may shadow the other.
    """
    found = dict(BUILTIN)
    for point in entry_points(group=GROUP):
        if point.name in found:
            raise Usage(f"the package {point.value!r} brings a check type {point.name!r} that exists already")
        found[point.name] = point.load()
    return found


@cache
def brought_by(type_: str) -> str:
    """The package that brings a check type, with its version; empty for one of ours."""
    points = [] if type_ in BUILTIN else entry_points(group=GROUP, name=type_)
    return " ".join(f"{point.dist.name} {point.dist.version}" for point in points if point.dist)


@cache
def keyed_facts(type_: str) -> dict[str, str]:
    """The facts of a check type that hold many values, with how their keys select."""
    return {name: fact.select for name, fact in check_types()[type_].FACTS.items() if fact.select}


def subject(type_: str) -> Subject:
    """What a look by a check type hangs on."""
    return Subject(getattr(check_types()[type_], "SUBJECT", Subject.LIVE))


def permissions(type_: str, params: Any) -> Iterable[Permission]:
    """What a check with these parameters, as they are written, needs to be permitted."""
    found = check_types()[type_]
    if ask := getattr(found, "permissions", None):
        asked: Iterable[Permission] = ask(params)
        return asked
    host = params.get("host") if isinstance(params, Mapping) else None
    return (Permission(found.EFFECT, None if host is None or "${{" in str(host) else str(host)),)

"""The check types there are: ours in a literal table, third parties' by entry point."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from proofbook.check_types import command, document, file, http, report, tcp
from proofbook.check_types.base import CheckType
from proofbook.errors import Usage

BUILTIN: dict[str, CheckType] = {
    "http": http,
    "tcp": tcp,
    "command": command,
    "file": file,
    "document": document,
    "report": report,
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


def keyed_facts(type_: str) -> dict[str, str]:
    """The facts of a check type that hold many values, with how their keys select."""
    return {name: fact.select for name, fact in check_types()[type_].FACTS.items() if fact.select}

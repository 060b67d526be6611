"""Checks written where none stands: right in a step or an item, a level too deep, or in what only names one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofbook.check_types.registry import check_types
from proofbook.load.explain.naming import thing
from proofbook.model.place import NodePath, Problem
from proofbook.yaml_text import Parsed

#: What a step does by itself is written with the same words as a look at it.
_DONE = frozenset({"command", "shell"})
#: What to do with a check that stands where only the name of one can.
_NAMED = "`proof:` names what stands elsewhere: write the check under the item's `checks:`, in a list"
_CHECKS = {"$ref": "#/$defs/Check"}


def misplaced_check(
    parsed: Parsed, path: NodePath, where: tuple[Mapping[str, Any], Any], unknown: list[str], root: Mapping[str, Any]
) -> tuple[set[str], str, Problem] | None:
    """The unknown keys that make up a check, the first of them, and where the check belongs; None if it is none."""
    schema, instance = where
    found = [key for key in unknown if key in check_types()]
    home = "checks" if schema.get("title") == "Proof" else _home(schema)
    if not found or not home:
        return None
    first, taken = found[0], {key for key in unknown if key in root["$defs"]["Check"]["properties"]}
    message = f"the check `{first}` stands right in {thing(path, schema, instance)}"
    problem = parsed.at((*path, first), message, key=True, advice=_advice(first, home, schema))
    return taken, first, problem


def _home(schema: Mapping[str, Any]) -> str:
    """The key of a map that has a list of checks."""
    properties = schema.get("properties", {}).items()
    return next((name for name, part in properties if part.get("items") == _CHECKS), "")


def _advice(key: str, home: str, schema: Mapping[str, Any]) -> str:
    if schema.get("title") == "Proof":
        return _NAMED
    if key in _DONE and "run" in schema["properties"]:
        return f"what is to be done stands under `run:`, a look at what it did under `{home}:`, in a list"
    return f"write it under `{home}:`, in a list: `{home}: [{{id: …, {key}: …, expect: …}}]`"


def too_deep(instance: Mapping[str, Any], unknown: list[str]) -> tuple[str, str]:
    """The unknown key of a check below which all of it stands, with its type; empty where there is none."""
    inner = ((key, set(instance[key]) & set(check_types())) for key in unknown if isinstance(instance[key], dict))
    return next(((key, types.pop()) for key, types in inner if len(types) == 1), ("", ""))


def in_place_of_a_name(path: NodePath, value: Any) -> str:
    """What to do with a check that stands in place of its name; empty where it is none."""
    named = path[-2:] == ("proof", "check") and isinstance(value, dict) and bool(set(value) & set(check_types()))
    return _NAMED if named else ""

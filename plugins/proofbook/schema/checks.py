"""The schema of a check: its common fields, one key for each check type, and `expect` to match."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from proofbook import matchers
from proofbook.check_types.base import CheckType, Fact
from proofbook.check_types.programs import Text
from proofbook.check_types.registry import check_types
from proofbook.model.check import USE, CheckFields
from proofbook.schema.shaping import either, meaningful, templated

#: No value at all; `false` would say the same, but validators then do not tell where.
NEVER: dict[str, Any] = {"not": {}}
MATCHER = {"$ref": "#/$defs/Matcher"}


def check_definitions() -> dict[str, Any]:
    """The `$defs` that a schema with checks in it needs."""
    (common,), parts = msgspec.json.schema_components([CheckFields], ref_template="#/$defs/{name}")
    fields = parts.pop(common["$ref"].rpartition("/")[2])
    types = check_types()
    return {
        **{name: meaningful(part) for name, part in parts.items()},
        **_parameters()[1],
        "Check": _check(meaningful(fields), types),
        "Source": _source(types),
        "Matcher": _matcher(),
    }


def _matcher() -> dict[str, Any]:
    made = matchers.schema()
    made["properties"] = {name: templated(argument) for name, argument in made["properties"].items()}
    return made


def _check(fields: dict[str, Any], types: dict[str, CheckType]) -> dict[str, Any]:
    """Which check type it is, is told by the key that is there; `oneOf` only counts those keys."""
    expect = {"type": "object", "minProperties": 1, "description": "What each fact must be."}
    return {
        "title": "Check",
        "description": "Looks at one thing, never changes it: one check type, and what its facts must be.",
        "type": "object",
        "properties": {**fields["properties"], **_parameters()[0], "expect": expect, **_use()},
        "additionalProperties": False,
        "oneOf": [{"required": [name]} for name in (*types, USE)],
        "if": {"required": [USE]},
        "then": {"properties": {"expect": NEVER}},
        "else": {"required": ["expect"], "properties": {"with": NEVER}},
        "dependentSchemas": {name: {"properties": {"expect": _expect(type_)}} for name, type_ in types.items()},
    }


def _use() -> dict[str, Any]:
    arguments = {"type": "object", "minProperties": 1, "description": "Arguments of the named check, by name."}
    words = "Name of a check in a document of `kind: checks`, instead of a check type and `expect`."
    return {USE: {"type": "string", "minLength": 1, "description": words}, "with": arguments}


def _source(types: dict[str, CheckType]) -> dict[str, Any]:
    return {
        "title": "Source",
        "description": "What an objective is measured from: one check type with its parameters.",
        "type": "object",
        "properties": _parameters()[0],
        "additionalProperties": False,
        "oneOf": [{"required": [name]} for name in types],
    }


@cache
def _parameters() -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """The schema of each check type's parameters by its key, and those of what they refer to."""
    types = check_types()
    shapes = [type_.SCHEMA for type_ in types.values()]
    made, parts = msgspec.json.schema_components(shapes, schema_hook=_plain_text, ref_template="#/$defs/{name}")
    own = {name: _inlined(one, parts) for name, one in zip(types, made, strict=True)}
    tops = {one["$ref"].rpartition("/")[2] for one in made if "$ref" in one}
    shared = {name: templated(meaningful(part)) for name, part in parts.items() if name not in tops}
    return own, shared


def _inlined(made: dict[str, Any], parts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if "$ref" in made:
        more = {key: part for key, part in made.items() if key != "$ref"}
        made = parts[made["$ref"].rpartition("/")[2]] | more
        made.pop("title", None)
    return templated(either(meaningful(made)))


def _plain_text(type_: type) -> dict[str, Any]:
    if type_ is Text:
        return {"type": "string"}
    raise NotImplementedError(type_)


def _expect(type_: CheckType) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: _fact(fact) for name, fact in type_.FACTS.items()},
        "additionalProperties": False,
    }


def _fact(fact: Fact) -> dict[str, Any]:
    if not fact.select:
        return {**MATCHER, "description": fact.description}
    return {
        "description": fact.description,
        "type": "object",
        "minProperties": 1,
        "additionalProperties": MATCHER,
    }

"""Two changes to generated schemas: nothing empty, and references where values are filled in."""

from __future__ import annotations

from typing import Any

REFERENCE = {"type": "string", "pattern": r"\$\{\{"}


def meaningful(schema: Any) -> Any:
    """What is written must say something: no `null`, no empty list, no empty map.

    A field that may be left out is left out; written and empty it would assert nothing, silently.
    """
    if isinstance(schema, list):
        return [meaningful(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: meaningful(part) for key, part in schema.items() if key not in {"default", "properties"}}
    if "properties" in schema:  # whose keys are names, not words of JSON Schema
        made["properties"] = {name: meaningful(part) for name, part in schema["properties"].items()}
    if _says(default := _stated(schema.get("default"))):
        made["default"] = default
    branches = [part for part in made.get("anyOf", ()) if part != {"type": "null"}]
    if len(branches) == 1 and len(branches) < len(made["anyOf"]):
        del made["anyOf"]
        made = {**branches[0], **made}
    if made.get("type") == "array":
        made.setdefault("minItems", 1)
    if made.get("type") == "object" and "properties" not in made:
        made.setdefault("minProperties", 1)
    return made


def either(schema: dict[str, Any]) -> dict[str, Any]:
    """Where a list or a map may stand: its shape tells which is meant, so that errors are of that one alone."""
    branches = schema.get("anyOf", ())
    lists = [dict(branch) for branch in branches if branch.get("type") == "array"]
    maps = [branch for branch in branches if "$ref" in branch or branch.get("type") == "object"]
    if len(branches) != 2 or not (lists and maps):  # noqa: PLR2004 - one of each
        return schema
    words = {key: lists[0].pop(key) for key in ("description", "examples") if key in lists[0]}
    del lists[0]["type"]
    made = {key: part for key, part in schema.items() if key != "anyOf"}
    return {**made, **words, "type": ["array", "object"], "if": {"type": "object"}, "then": maps[0], "else": lists[0]}


def _stated(default: Any) -> Any:
    """A default as it could be written: what says nothing is left out."""
    if isinstance(default, dict):
        return {key: _stated(part) for key, part in default.items() if _says(part)}
    return list(default) if isinstance(default, tuple) else default


def _says(default: Any) -> bool:
    return default is not None and default not in ([], {}, ())


def templated(schema: dict[str, Any]) -> dict[str, Any]:
    """Let a `${{ … }}` reference stand wherever a plain string would not be accepted anyway."""
    made = dict(schema)
    if "properties" in made:
        made["properties"] = {key: templated(part) for key, part in made["properties"].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(made.get(key), dict):
            made[key] = templated(made[key])
    return _or_reference(made) if _is_narrow(made) else made


def _is_narrow(schema: dict[str, Any]) -> bool:
    return schema.get("type") in ("integer", "number", "boolean") or "pattern" in schema or "enum" in schema


def _or_reference(schema: dict[str, Any]) -> dict[str, Any]:
    words: dict[str, Any] = {key: schema[key] for key in ("description", "examples", "default") if key in schema}
    return {**words, "if": REFERENCE, "else": {key: part for key, part in schema.items() if key != "default"}}

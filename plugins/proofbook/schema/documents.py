"""The schema of each kind of document, of the plugin's settings and of `results.json`."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import msgspec

from proofbook.errors import Usage
from proofbook.model.check import Check
from proofbook.model.library import KINDS
from proofbook.model.objectives import Source, Target
from proofbook.model.results import Report
from proofbook.model.settings import Settings
from proofbook.schema.checks import check_definitions
from proofbook.schema.describing import described
from proofbook.schema.shaping import meaningful

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_BY_KIND: dict[str, type[msgspec.Struct]] = {str(kind.__struct_config__.tag): kind for kind in KINDS}
KIND_NAMES: tuple[str, ...] = tuple(_BY_KIND)


@cache
def document_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one kind of document."""
    if kind not in _BY_KIND:
        raise Usage(f"there is no kind {kind!r}; there are {', '.join(KIND_NAMES)}")
    return _schema(_BY_KIND[kind], kind, check_definitions())


@cache
def settings_schema() -> dict[str, Any]:
    """The JSON Schema of the plugin's settings."""
    return _schema(Settings, "settings", {})


@cache
def results_schema() -> dict[str, Any]:
    """The JSON Schema of `results.json`."""
    made = msgspec.json.schema(Report)
    return {"$schema": DIALECT, "$id": "results.schema.json", "title": "Proofbook results", **made}


def _schema(record: type[msgspec.Struct], name: str, definitions: dict[str, Any]) -> dict[str, Any]:
    (top,), parts = msgspec.json.schema_components([record], schema_hook=_hook, ref_template="#/$defs/{name}")
    body = meaningful(parts.pop(top["$ref"].rpartition("/")[2]))
    found = {**{part: meaningful(schema) for part, schema in parts.items()}, **definitions}
    made = {
        "$schema": DIALECT,
        "$id": f"{name}.schema.json",
        **body,
        "title": f"Proofbook {name}",
        "$defs": {part: found[part] for part in sorted(_reached(body, found))},
    }
    return described(made)


def _reached(schema: Any, definitions: dict[str, Any]) -> set[str]:
    """The names of the definitions that a schema refers to, directly or through others."""
    names: set[str] = set()
    left = [schema]
    while left:
        part = left.pop()
        if isinstance(part, dict):
            name = str(part.get("$ref", "")).removeprefix("#/$defs/")
            if name in definitions and name not in names:
                names.add(name)
                left.append(definitions[name])
            left += part.values()
        elif isinstance(part, list):
            left += part
    return names


def _hook(type_: type) -> dict[str, Any]:
    names = {Check: "Check", Source: "Source", Target: "Matcher"}
    if type_ in names:
        return {"$ref": f"#/$defs/{names[type_]}"}
    raise NotImplementedError(type_)


@cache
def schema_texts() -> dict[str, str]:
    """Every JSON Schema as a file holds it, by the name of its kind."""
    return {name: json.dumps(one, indent=2) for name, one in schemas().items()}


def schemas() -> dict[str, dict[str, Any]]:
    """Every JSON Schema there is, by the name of its kind, and those of settings and results."""
    every = {kind: document_schema(kind) for kind in KIND_NAMES}
    return every | {"results": results_schema(), "settings": settings_schema()}

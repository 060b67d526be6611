"""Look into a JSON, YAML or TOML document of the project."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import PurePath
from typing import Annotated, Any

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, World
from proofbook.check_types.file import ProjectPath
from proofbook.errors import CouldNotLook, TargetFault
from proofbook.yaml_text import parse_yaml

Format = Annotated[str, Meta(pattern="^(json|yaml|toml)$")]


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which document."""

    path: ProjectPath
    format: Annotated[Format | None, Meta(description="By default told by the file's ending.")] = None


FACTS = {
    "exists": Fact("whether the file is there", "boolean"),
    "format": Fact("`json`, `yaml` or `toml`", "string"),
    "data": Fact("what it holds, by JSONPath", "object", select="jsonpath"),
}
EFFECT = Effect.FILES
TIMEOUT = 10.0

_ENDINGS = {".json": "json", ".yml": "yaml", ".yaml": "yaml", ".toml": "toml"}


async def observe(params: SCHEMA, world: World) -> Facts:
    """Read and parse the document."""
    if world.stat(params.path) is None:
        return {"exists": False}
    format_ = params.format or _ENDINGS.get(PurePath(params.path).suffix)
    if format_ is None:
        raise CouldNotLook(f"cannot tell the format of {params.path}: say `format:` json, yaml or toml")
    return {"exists": True, "format": format_, "data": _parse(world.read(params.path), format_, params.path)}


def _parse(data: bytes, format_: str, path: str) -> Any:
    try:
        return _PARSERS[format_](data, path)
    except (ValueError, RecursionError) as error:
        raise TargetFault(f"{path} is not valid {format_.upper()}: {error}") from None


def _yaml(data: bytes, path: str) -> Any:
    parsed = parse_yaml(data, path)
    if parsed.problems:
        first = parsed.problems[0]
        raise ValueError(f"line {first.place.line}: {first.message}")
    return parsed.data


_PARSERS: dict[str, Callable[[bytes, str], Any]] = {
    "json": lambda data, _: json.loads(data),
    "toml": lambda data, _: tomllib.loads(data.decode()),
    "yaml": _yaml,
}

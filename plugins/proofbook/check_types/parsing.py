"""JSON, YAML and TOML files of the project, read as data."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import PurePath
from typing import Annotated, Any

from msgspec import Meta

from proofbook.check_types.base import World
from proofbook.errors import CouldNotLook
from proofbook.yaml_text import parse_yaml

Format = Annotated[str, Meta(pattern="^(json|yaml|toml)$")]

_ENDINGS = {".json": "json", ".yml": "yaml", ".yaml": "yaml", ".toml": "toml"}


def format_of(path: str, said: str | None) -> str:
    """`json`, `yaml` or `toml`: as it is said, else as the file's ending tells.

    Raises:
        CouldNotLook: neither tells.
    """
    if found := said or _ENDINGS.get(PurePath(path).suffix):
        return found
    raise CouldNotLook(f"cannot tell the format of {path}: say `format:` json, yaml or toml")


def read_data(path: str, format_: str, world: World) -> Any:
    """What a file holds.

    Raises:
        CouldNotLook: it cannot be read.
        ValueError: it is not valid; the message names the file and the place.
    """
    data = world.read(path)
    try:
        return _PARSERS[format_](data, path)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path} is not valid {format_.upper()}: {error}") from None


def _yaml(data: bytes, path: str) -> Any:
    parsed = parse_yaml(data, path)
    if parsed.problems:
        first = parsed.problems[0]
        raise ValueError(f"line {first.place.line}: {first.message}")
    return parsed.data


def _toml(data: bytes, _path: str) -> Any:
    import tomllib  # reading a site's documents must not wait for it

    return tomllib.loads(data.decode())


_PARSERS: dict[str, Callable[[bytes, str], Any]] = {
    "json": lambda data, _: json.loads(data),
    "toml": _toml,
    "yaml": _yaml,
}

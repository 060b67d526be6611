"""Schemas as editors use them: every key is explained, every example is right, every modeline leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from proofbook.schema import KIND_NAMES, schemas
from tests.sites import REPOSITORY

#: `results.json` is written and read by programs; all others by people.
WRITTEN = (*KIND_NAMES, "settings")


def parts(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema inside a schema, with where it stands; data (examples, defaults) is left out."""
    if isinstance(schema, list):
        for index, one in enumerate(schema):
            yield from parts(one, f"{path}/{index}")
    elif isinstance(schema, dict):
        yield path, schema
        for key, one in schema.items():
            if key in {"properties", "$defs", "dependentSchemas"}:
                for name, inner in one.items():
                    yield from parts(inner, f"{path}/{key}/{name}")
            elif key not in {"examples", "default", "enum", "const", "required"}:
                yield from parts(one, f"{path}/{key}")


@pytest.mark.parametrize("name", WRITTEN)
def test_every_key_is_explained(name: str) -> None:
    """Every property of the document and of each definition has words, its own or those of what it refers to."""
    schema = schemas()[name]
    words = {f"#/$defs/{key}": "description" in one for key, one in schema["$defs"].items()}
    bare = [
        f"{path}.{key}"
        for path, part in parts(schema)
        if not re.search(r"/(then|else|dependentSchemas)(/|$)", path)
        for key, one in part.get("properties", {}).items()
        if not one.get("description") and not words.get(one.get("$ref", ""))
    ]
    assert ([], []) == (
        bare,
        [key for key, one in schema["$defs"].items() if not (one.get("title") and words[f"#/$defs/{key}"])],
    )


@pytest.mark.parametrize("name", schemas())
def test_heads(name: str) -> None:
    """Each has its own `$id`, which is the name of its file, a dialect, a title, and words where people write it."""
    schema = schemas()[name]
    assert (f"{name}.schema.json", f"Proofbook {name}") == (schema["$id"], schema["title"])
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema.get("description") or name not in WRITTEN


@pytest.mark.parametrize("name", WRITTEN)
def test_examples_and_defaults(name: str) -> None:
    """Every example, and every default, is valid where it stands."""
    schema = schemas()[name]
    for path, part in parts(schema):
        whole = {**part, "$defs": schema.get("$defs", {})}
        for example in [*part.get("examples", ()), *([part["default"]] if "default" in part else ())]:
            faults = [error.message for error in Draft202012Validator(whole).iter_errors(example)]
            assert faults == [], f"{path}: {example!r}"


def test_modelines() -> None:
    """Every document of this repository's site names the schema of its own kind."""
    for path in (REPOSITORY / "runbooks").rglob("*.yml"):
        text = path.read_text()
        kind = re.search(r"^kind: (\S+)", text, re.MULTILINE)
        named = re.match(r"# yaml-language-server: \$schema=\S*/proofbook/schemas/(\S+)\.schema\.json\n", text)
        assert kind and named and named[1] == kind[1], path

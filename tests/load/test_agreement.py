"""The validator that is quick and the one that explains agree on every document there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from proofbook.schema import KIND_NAMES, document_schema, schemas
from proofbook.yaml_text import parse_yaml
from tests.conftest import CORPUS
from tests.sites import REPOSITORY

FOLDERS = (REPOSITORY / "runbooks", REPOSITORY / "tests/cases", CORPUS)


def documents() -> Iterator[tuple[Path, object]]:
    """Everything that parses: our own documents, the good and bad cases, and the corpus."""
    for path in (path for folder in FOLDERS for path in folder.rglob("*.y*ml") if path.is_file()):
        parsed = parse_yaml(path.read_bytes(), path.name)
        if not parsed.problems:
            yield path, parsed.data


def test_agreement() -> None:
    """On all of them, each under the schema of its kind, or under every one if it has none of ours."""
    quick = {kind: jsonschema_rs.validator_for(document_schema(kind)) for kind in KIND_NAMES}
    slow = {kind: Draft202012Validator(document_schema(kind)) for kind in KIND_NAMES}
    seen = 0
    for path, data in documents():
        kind = data.get("kind") if isinstance(data, dict) else None
        for name in [kind] if kind in KIND_NAMES else KIND_NAMES:
            assert quick[name].is_valid(data) == slow[name].is_valid(data), f"{path} under {name}"
            seen += 1
    assert seen > 10


@pytest.mark.parametrize("name", sorted(schemas()))
def test_schemas_are_schemas(name: str) -> None:
    """Draft 2020-12, as editors check it."""
    Draft202012Validator.check_schema(schemas()[name])

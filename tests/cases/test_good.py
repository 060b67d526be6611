"""Documents that are right, and what they are read as. A case is a file: NAME.yml or NAME/, and NAME.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from proofbook.load import load, read_site
from proofbook.model.library import Document
from tests.cases.casing import CASES, agree, names, site_of

GOOD = CASES / "good"


def normal(document: Document) -> dict[str, Any]:
    """The record as plain data, defaults filled in, with what is empty left out."""
    body = document.body
    kind = str(body.__struct_config__.tag)
    return {"file": document.file, "kind": kind, **_filled(msgspec.to_builtins(body, enc_hook=_plain))}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return {name: getattr(value, name) for name in type(value).__slots__ if name != "said"}


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        said = {"expect", "params", "matcher", "vars"}  # what the author wrote stays as it is
        kept = {key: part for key, part in value.items() if key in said or part not in (None, False, [], {}, ())}
        return {key: part if key in said else _filled(part) for key, part in kept.items()}
    return [_filled(part) for part in value] if isinstance(value, (list, tuple)) else value


@pytest.mark.parametrize("name", names("good"))
def test_good(name: str, tmp_path: Path) -> None:
    """No problem, and the model is as reviewed."""
    site = read_site(site_of(GOOD / name, tmp_path).root / "mkdocs.yml")
    loaded = load(site.root, site.settings)
    assert () == loaded.problems
    model = [normal(document) for document in loaded.library.documents]
    agree(GOOD / f"{name}.json", json.dumps(model, indent=1, ensure_ascii=False) + "\n")

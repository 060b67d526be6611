"""The cases of yaml-test-suite, as its README describes their notation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class SuiteCase:
    """One text of the suite: whether it is YAML at all, and the values of its documents, if JSON can hold them."""

    id: str
    name: str
    text: str
    fails: bool
    values: list[Any] | None


def suite_cases(folder: Path) -> Iterator[SuiteCase]:
    """Every case, by the name of its file and, where a file has several, its number there."""
    for path in sorted(folder.glob("*.yaml")):
        several = yaml.safe_load(path.read_text())
        for index, one in enumerate(several):
            name = one.get("name", several[0]["name"])
            id_ = f"{path.stem}-{index}" if len(several) > 1 else path.stem
            yield SuiteCase(id_, name, _text(one["yaml"]), bool(one.get("fail")), _values(one))


def _text(notation: str) -> str:
    """Signs that stand for what cannot be seen: spaces, tabs, returns, byte order marks and a missing last line end."""
    text = re.sub("—*»", "\t", notation.replace("␣", " ").replace("⇔", "\ufeff").replace("←", "\r").replace("↵", ""))
    return re.sub("∎\n$", "", text)


def _values(one: dict[str, Any]) -> list[Any] | None:
    if one.get("json") is None:
        return None
    left, found = one["json"].strip(), []
    while left:
        value, end = json.JSONDecoder().raw_decode(left)
        found.append(value)
        left = left[end:].strip()
    return found

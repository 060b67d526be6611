"""Add one entry to a YAML document without touching a line that is there."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent
from typing import Any

import yaml

from proofbook.errors import Usage
from proofbook.load.reading import document_of
from proofbook.run import write_whole
from proofbook.yaml_text import parse_yaml


def add_entry(path: Path, kind: str, entry: dict[str, Any]) -> None:
    """Append `entry` to the list that a document of `kind` keeps under the key of the same name.

    A missing file is created. What was there stays as it is, comments included; the file is
    replaced in one step, and only if it then says exactly what it said before and the entry.

    Raises:
        Usage: the file is no such document, or would be no valid one, or the entry cannot be appended; then the
            message holds the entry.
    """
    text = path.read_text("utf-8") if path.exists() else f"kind: {kind}\nid: {path.stem.lower()}\n{kind}:\n"
    before = parse_yaml(text.encode(), path.name).data if path.exists() else {"kind": kind, "id": path.stem.lower()}
    if not isinstance(before, dict) or before.get("kind") != kind:
        raise Usage(f"{path} is not a document of `kind: {kind}`; name another with --file")
    after = text.rstrip("\n") + "\n" + indent(_item(entry), " " * _column(text, path, kind))
    wanted = {**before, kind: [*before.get(kind, []), entry]}
    if parse_yaml(after.encode(), path.name).data != wanted:
        raise Usage(
            f"cannot append to {path}: `{kind}:` is not its last key in block style; add by hand:\n\n{_item(entry)}"
        )
    for problem in document_of(after.encode(), path.name).problems:
        raise Usage("; expected ".join(filter(None, (problem.message, problem.expected))))
    write_whole(after.encode(), path)


def _item(entry: dict[str, Any]) -> str:
    dumped = yaml.safe_dump([entry], sort_keys=False, allow_unicode=True, width=110, default_flow_style=False)
    return str(dumped)


def _column(text: str, path: Path, kind: str) -> int:
    """How far the dashes of the list are indented."""
    first = parse_yaml(text.encode(), path.name).place((kind, 0))
    line = text.splitlines()[first.line - 1] if first.line else ""
    return len(line) - len(line.lstrip()) if line.lstrip().startswith("-") else 2

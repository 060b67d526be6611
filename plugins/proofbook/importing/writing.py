"""A runbook as YAML that people go on with."""

from __future__ import annotations

from typing import Any

import yaml
from yaml.emitter import ScalarAnalysis

from proofbook.yaml_text import parse_yaml


class _Dumper(yaml.SafeDumper):
    """Long texts as blocks, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Lists are indented below their key."""
        super().increase_indent(flow, False)

    def analyze_scalar(self, scalar: str) -> ScalarAnalysis:
        """Spaces at the end of a line, and tabs, are no reason to write a whole page on one line."""
        found = super().analyze_scalar(scalar)
        found.allow_block |= found.multiline and all(char.isprintable() or char in "\n\t" for char in scalar)
        return found


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)


def written(document: dict[str, Any], *, source: str = "") -> str:
    """The document as YAML, read back and found to say the same; where a plain word would not, all are quoted."""
    note = f"# Imported from {source}\n" if source and source.isprintable() else ""
    text = note + _dump(document, None)
    again = parse_yaml(text.encode(), "")
    return text if not again.problems and again.data == document else note + _dump(document, '"')


def _dump(document: dict[str, Any], style: str | None) -> str:
    dumper = yaml.SafeDumper if style else _Dumper
    return str(
        yaml.dump(document, Dumper=dumper, default_style=style, sort_keys=False, allow_unicode=not style, width=110)
    )

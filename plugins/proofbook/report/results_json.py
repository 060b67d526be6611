"""The results themselves as JSON, in the form that `results.json` has."""

from __future__ import annotations

import json

import msgspec

from proofbook.gate import Gate
from proofbook.model.results import Report


def report_json(report: Report, gate: Gate) -> str:  # noqa: ARG001 - every reporter takes both
    """ASCII alone, so that nothing in it reorders a log or commands a CI that reads it."""
    return inert(json.dumps(msgspec.to_builtins(report), indent=2)) + "\n"


def inert(text: str) -> str:
    """JSON in which no CI finds a command: `##` can only stand inside strings, where it can be escaped."""
    return text.replace("##", "#\\u0023").replace("\x7f", "\\u007f")

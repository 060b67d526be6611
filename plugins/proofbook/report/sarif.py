"""SARIF 2.1.0 (OASIS), as code-scanning pages read it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from proofbook import __version__
from proofbook.model.place import Place, Problem

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
INVALID = "invalid-document"


def problems_sarif(problems: Iterable[Problem]) -> str:
    """Problems as the results of one rule."""
    rule = {"id": INVALID, "shortDescription": {"text": "A Proofbook document is invalid."}}
    return _log([rule], [_result(one) for one in sorted(problems)])


def _log(rules: list[dict[str, Any]], results: list[dict[str, Any]]) -> str:
    driver = {"name": "Proofbook", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _result(problem: Problem) -> dict[str, Any]:
    parts = (problem.message, problem.expected and f"expected {problem.expected}", problem.advice)
    made: dict[str, Any] = {
        "ruleId": INVALID,
        "level": "error",
        "message": {"text": "; ".join(part for part in parts if part)},
        "locations": [{"physicalLocation": _location(problem.place, problem.width)}],
    }
    if problem.see:
        made["relatedLocations"] = [{"physicalLocation": _location(problem.see, 0)}]
    return made


def _location(place: Place, width: int) -> dict[str, Any]:
    made: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file)}}
    if place.line:
        made["region"] = {"startLine": place.line, "startColumn": place.column}
        if width:
            made["region"]["endColumn"] = place.column + width
    return made

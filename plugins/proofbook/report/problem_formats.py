"""The formats that problems can be written in."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from proofbook.model.place import Problem
from proofbook.report.problems import problems_text

Problems = tuple[Problem, ...]


def problems_json(problems: Problems) -> str:
    """Problems as a JSON list, in the order of files and lines."""
    return msgspec.json.format(msgspec.json.encode(sorted(problems)), indent=2).decode() + "\n"


def _github(problems: Problems) -> str:
    from proofbook.report.github import problems_github  # it knows reports and their gate as well

    return problems_github(problems)


def _sarif(problems: Problems) -> str:
    from proofbook.report.sarif import problems_sarif  # as above

    return problems_sarif(problems)


FORMATS: dict[str, Callable[[Problems], str]] = {
    "text": problems_text,
    "json": problems_json,
    "github": _github,
    "sarif": _sarif,
}

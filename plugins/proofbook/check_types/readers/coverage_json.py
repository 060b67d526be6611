"""coverage.py's JSON. Lines are counted from each file's lists; summaries and totals are not believed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from proofbook.check_types.readers.base import Counts
from proofbook.check_types.readers.coverage import FACTS, covered

NAME = "coverage.py"
WORDS = "a JSON report of coverage.py"
EXPECTED = "its outermost keys would be meta, files and totals"

__all__ = ["EXPECTED", "FACTS", "NAME", "SHAPE", "WORDS", "count", "recognises"]

#: Lines of one file that anybody has written or generated.
MAX_LINES = 500_000


class _File(Struct, frozen=True):
    executed_lines: list[int]
    missing_lines: list[int]
    executed_branches: list[Any] = []
    missing_branches: list[Any] = []


class SHAPE(Struct, frozen=True):
    """What is read of the report."""

    files: dict[str, _File]


def recognises(top: Mapping[str, msgspec.Raw]) -> bool:
    """Whether these are the outermost keys of such a report."""
    return {"meta", "files", "totals"} <= top.keys()


def count(report: SHAPE) -> Counts:
    """Lines and branches over all files."""
    files = report.files.values()
    if any(len(one.executed_lines) + len(one.missing_lines) > MAX_LINES for one in files):
        raise ValueError(f"is refused: a file of more than {MAX_LINES} lines")
    ran = sum(len(set(one.executed_lines)) for one in files)
    missed = sum(len(set(one.missing_lines) - set(one.executed_lines)) for one in files)
    taken = sum(len(one.executed_branches) for one in files)
    untaken = sum(len(one.missing_branches) for one in files)
    return covered(files=len(report.files), lines=(ran, ran + missed), branches=(taken, taken + untaken))

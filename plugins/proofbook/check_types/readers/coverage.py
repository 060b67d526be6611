"""What reports of coverage have in common."""

from __future__ import annotations

from proofbook.check_types.base import Fact
from proofbook.check_types.readers.base import Counts, percent

FACTS = {
    "files": Fact("measured source files", "integer"),
    "lines": Fact("lines of code that could run, counted", "integer"),
    "lines_covered": Fact("lines that ran", "integer"),
    "line_percent": Fact("lines that ran, in percent; absent if there are no lines", "number"),
    "branches": Fact("branches that could be taken, counted", "integer"),
    "branches_covered": Fact("branches that were taken", "integer"),
    "branch_percent": Fact("branches that were taken, in percent; absent if none were measured", "number"),
}


def covered(*, files: int, lines: tuple[int, int], branches: tuple[int, int]) -> Counts:
    """The facts of a report; `lines` and `branches` are how many were covered, and how many there are."""
    found: Counts = {"files": files}
    for name, (some, every) in (("line", lines), ("branch", branches)):
        plural = "lines" if name == "line" else "branches"
        found |= {plural: every, f"{plural}_covered": some}
        found |= {f"{name}_percent": value for value in percent(some, every).values()}
    return found

"""GitHub's workflow commands: one annotation a problem, at its line.

Source: GitHub Docs, "Workflow commands for GitHub Actions", `::error file={name},line={line},…::{message}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from proofbook.model.place import Place, Problem
from proofbook.model.results import Report
from proofbook.model.status import Status

#: GitHub shows ten annotations of a kind for a step; the rest would vanish without a word.
SHOWN = 10


def problems_github(problems: Iterable[Problem]) -> str:
    """An error for each of the first problems, and one that counts the rest."""
    return _annotations([(one.place, one.message, _advice(one)) for one in sorted(problems)])


def report_github(report: Report) -> str:
    """An error for each check that failed or could not look."""
    bad = [one for one in report.results if one.status in {Status.FAILED, Status.ERROR}]
    return _annotations([(one.place, f"{one.key}: {one.status}", one.reason) for one in bad])


def _advice(problem: Problem) -> str:
    return "; ".join(part for part in (problem.expected and f"expected {problem.expected}", problem.advice) if part)


def _annotations(rows: Sequence[tuple[Place, str, str]]) -> str:
    lines = [_annotation(*row) for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        # The last one that is shown says what is not.
        lines[-1] = f"::error::{_data(f'and {len(rows) - SHOWN + 1} more; the log has them all')}"
    return "".join(f"{line}\n" for line in lines)


def _annotation(place: Place, title: str, message: str) -> str:
    where = {"file": place.file, "title": title}
    if place.line:
        where |= {"line": str(place.line), "col": str(place.column)}
    parameters = ",".join(f"{name}={_property(value)}" for name, value in where.items())
    return f"::error {parameters}::{_data(message or title)}"


def _data(text: str) -> str:
    """Text that cannot end its command, nor start another."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

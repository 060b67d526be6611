"""GitHub's workflow commands: one annotation a problem, at its line.

Source: GitHub Docs, "Workflow commands for GitHub Actions", `::error file={name},line={line},…::{message}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from proofbook.disarming import harmless
from proofbook.gate import Gate
from proofbook.model.place import Place, Problem
from proofbook.model.results import Report
from proofbook.report.troubles import Trouble, troubles, worst_first

#: GitHub shows ten annotations of a kind for a step; the rest would vanish without a word.
SHOWN = 10


def problems_github(problems: Iterable[Problem]) -> str:
    """An error for each of the first problems, and one that counts the rest."""
    return _annotations([(one.place, one.message, _advice(one)) for one in sorted(problems)])


def report_github(report: Report, gate: Gate) -> str:  # noqa: ARG001 - every reporter takes both
    """An error for each of the worst that gate, a warning for what does not gate and for findings."""
    every = worst_first(troubles(report))
    errors = [(one.place, f"{one.name}: {one.status}", _said(one)) for one in every if one.gate]
    warnings = [(one.place, f"{one.name}: {one.status}", _said(one)) for one in every if not one.gate]
    warnings += [(one.place, one.rule, one.message) for one in report.findings]
    return _annotations(errors) + _annotations(warnings, "warning")


def _said(one: Trouble) -> str:
    blocks = f"blocks {one.blocks}" if one.blocks else ""
    mend = f"to mend it: {one.remediation}" if one.remediation else ""
    return "\n".join(part for part in (one.reason, blocks, mend) if part)


def _advice(problem: Problem) -> str:
    return "; ".join(part for part in (problem.expected and f"expected {problem.expected}", problem.advice) if part)


def _annotations(rows: Sequence[tuple[Place | None, str, str]], kind: str = "error") -> str:
    lines = [_annotation(kind, *row) for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        # The last one that is shown says what is not.
        lines[-1] = f"::{kind}::{_data(f'and {len(rows) - SHOWN + 1} more; the log has them all')}"
    return "".join(f"{line}\n" for line in lines)


def _annotation(kind: str, place: Place | None, title: str, message: str) -> str:
    where = {"title": title} if place is None else {"file": place.file, "title": title}
    if place and place.line:
        where |= {"line": str(place.line), "col": str(place.column)}
    parameters = ",".join(f"{name}={_property(value)}" for name, value in where.items())
    return f"::{kind} {parameters}::{_data(message or title)}"


def _data(text: str) -> str:
    """Text that cannot end its command, nor start another."""
    return harmless(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

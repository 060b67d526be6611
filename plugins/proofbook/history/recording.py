"""A report as one run of a history: its marks and figures, and nothing that anybody typed."""

from __future__ import annotations

import math
from datetime import datetime

from proofbook.gate import Gate, decide
from proofbook.instants import parse
from proofbook.model.history import LETTERS, History, Past
from proofbook.model.results import Report

_MOST = 1e15


def recorded(report: Report, gate: Gate) -> History:
    """A history of this run alone."""
    marks = {one.key: LETTERS[one.status] for one in report.results}
    marks |= {one.drill: LETTERS[one.status] for one in report.drills}
    marks |= {one.key: LETTERS[one.status] for one in report.items}
    past = Past(
        started=report.started,
        environment=report.environment,
        profile=report.profile,
        gate=gate.outcome,
        commit=report.provenance.commit,
        release=report.release[:300],
        proved=_proved(report, parse(report.started)),
    )
    return History(runs=(past,), marks=marks, figures=_figures(report))


def _figures(report: Report) -> dict[str, tuple[float | None, ...]]:
    """The first figure that each check shows, where it is a number."""
    first = {one.key: one.readings[0].value for one in report.results if one.readings}
    return {name: (float(value),) for name, value in first.items() if _is_figure(value)}


def _is_figure(value: object) -> bool:
    return (
        isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) and abs(value) <= _MOST
    )


def _proved(report: Report, at: datetime) -> dict[str, tuple[int, int]]:
    found = {}
    for checklist in dict.fromkeys(item.checklist for item in report.items):
        decision = decide(report.items_of(checklist), at)
        found[checklist] = (len(decision.proved), len(decision.proved) + len(decision.blocking))
    return found

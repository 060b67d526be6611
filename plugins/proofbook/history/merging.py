"""Histories put together and cut to size. In whatever order that is done, the same comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from proofbook.instants import stamp
from proofbook.model.history import ABSENT, History, Past


class _Row(Struct, frozen=True):
    """One run with what it saw."""

    past: Past
    marks: dict[str, str]
    figures: dict[str, float]


def merged(histories: Iterable[History]) -> History:
    """Every run of all of them once, oldest first."""
    rows = {_encoder.encode(row): row for history in histories for row in _rows(history)}
    return _packed([rows[name] for name in sorted(rows, key=lambda name: (rows[name].past.started, name))])


def bounded(history: History, max_runs: int, max_days: int, at: datetime) -> History:
    """The newest runs: no more than `max_runs`, none older than `max_days` before `at`."""
    since = stamp(at - timedelta(days=max_days))
    rows = [row for row in _rows(history) if row.past.started >= since]
    return _packed(rows[-max_runs:])


#: One encoding for equal rows, whatever order they were written in.
_encoder = msgspec.json.Encoder(order="deterministic")


def _rows(history: History) -> Iterator[_Row]:
    for at, past in enumerate(history.runs):
        marks = {name: letters[at] for name, letters in history.marks.items() if letters[at] != ABSENT}
        figures = {name: value for name, some in history.figures.items() if (value := some[at]) is not None}
        yield _Row(past, marks, figures)


def _packed(rows: list[_Row]) -> History:
    marks = sorted({name for row in rows for name in row.marks})
    figures = sorted({name for row in rows for name in row.figures})
    return History(
        runs=tuple(row.past for row in rows),
        marks={name: "".join(row.marks.get(name, ABSENT) for row in rows) for name in marks},
        figures={name: tuple(row.figures.get(name) for row in rows) for name in figures},
    )

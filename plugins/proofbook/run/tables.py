"""The answer of a database as plain values, however long it is."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from decimal import Decimal
from typing import Any

from proofbook.check_types.exchanges import Table
from proofbook.errors import CouldNotLook

#: All rows are counted; so many are kept.
KEPT = 1000


class Rows:
    """Rows as they come in."""

    def __init__(self) -> None:
        self.count = 0
        self.kept: list[tuple[Any, ...]] = []

    def add(self, row: Sequence[Any]) -> None:
        """Take one."""
        self.count += 1
        if self.count <= KEPT:
            self.kept.append(tuple(plain(value) for value in row))

    def table(self, columns: tuple[str, ...], started: float) -> Table:
        """All of them.

        Raises:
            CouldNotLook: two columns have one name, so that one would hide the other.
        """
        twice = next((name for name in columns if columns.count(name) > 1), None)
        if twice is not None:
            raise CouldNotLook(f"two columns are named {twice!r}: give one of them another name with `AS`")
        took = round((time.monotonic() - started) * 1000, 3)
        return Table(columns=columns, rows=tuple(self.kept), row_count=self.count, duration_ms=took)


def made_table(columns: tuple[str, ...], rows: Iterable[Sequence[Any]], started: float) -> Table:
    """The table of rows that are there for the taking."""
    made = Rows()
    for row in rows:
        made.add(row)
    return made.table(columns, started)


def plain(value: Any) -> Any:
    """A value of a database as JSON has it: times in ISO 8601, spans in seconds, bytes in hexadecimal."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    for kind, write in _WRITTEN:
        if isinstance(value, kind):
            return write(value)
    return str(value)


def _number(value: Decimal) -> float:
    return int(value) if value == value.to_integral_value() else float(value)


_WRITTEN: tuple[tuple[Any, Any], ...] = (
    (Decimal, lambda value: _number(value) if value.is_finite() else float(value)),
    ((datetime, date, clock_time), lambda value: value.isoformat()),
    (timedelta, lambda value: value.total_seconds()),
    ((bytes, bytearray, memoryview), lambda value: bytes(value).hex()),
)

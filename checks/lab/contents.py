"""Contents as a checksum, so that two states of a database can be compared: its papers, or all that it holds."""

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

PAPERS = "SELECT id, title, authors, year, citations FROM papers ORDER BY id"
"""What is compared; any driver's rows will do."""


@dataclass(frozen=True, slots=True)
class Contents:
    """How many papers there are, the highest id, and the SHA-256 of all their fields in order of id."""

    papers: int
    last: int
    sha256: str


def contents_of(rows: Iterable[Any], *, up_to: int | None = None) -> Contents:
    """What the rows of `PAPERS` hold; only ids up to `up_to`, where papers may have been added since."""
    digest, count, last = hashlib.sha256(), 0, 0
    for row in rows:
        if up_to is not None and row[0] > up_to:
            break
        digest.update(repr(tuple(row)).encode())
        count, last = count + 1, row[0]
    return Contents(count, last, digest.hexdigest())


@dataclass(frozen=True, slots=True)
class Held:
    """How many rows each table has, and the SHA-256 of all that it takes to make the database again, as SQL."""

    rows: dict[str, int]
    sha256: str


def held_in(database: sqlite3.Connection) -> Held:
    """Everything that a database of SQLite holds: definitions, and every row of every table."""
    digest = hashlib.sha256()
    for statement in database.iterdump():
        digest.update(statement.encode("utf-8", "surrogateescape") + b"\0")
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    rows = {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}
    return Held(rows, digest.hexdigest())

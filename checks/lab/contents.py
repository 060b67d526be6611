"""The papers' contents as a checksum, so that two states of a database can be compared."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, select

from checks.lab.tables import papers


@dataclass(frozen=True, slots=True)
class Contents:
    """How many papers there are, the highest id, and the SHA-256 of all their fields in order of id."""

    papers: int
    last: int
    sha256: str


def contents_of(connection: Connection, *, up_to: int | None = None) -> Contents:
    """What is stored; only ids up to `up_to`, where papers may have been added since."""
    wanted = select(papers).order_by(papers.c.id)
    if up_to is not None:
        wanted = wanted.where(papers.c.id <= up_to)
    digest, count, last = hashlib.sha256(), 0, 0
    for row in connection.execute(wanted):
        digest.update(repr(tuple(row)).encode())
        count, last = count + 1, row.id
    return Contents(count, last, digest.hexdigest())

"""Whole copies of the database: made while it is in use, looked into, and put in its place."""

from pathlib import Path
from typing import Protocol

from checks.lab.contents import Held
from checks.lab.settings import Lab


class Copies(Protocol):
    """What a backup asks of a database, whichever keeps the data. Every method raises `LabError`."""

    def make(self, copy: Path) -> None:
        """Write all that the database holds at one moment to a file."""

    def held(self, copy: Path) -> Held:
        """What a copy holds; nothing is said of one that is damaged."""

    def put(self, copy: Path) -> None:
        """Put a copy in the database's place, whole or not at all."""

    def lose(self) -> list[str]:
        """Destroy the database, as a lost disk does; the names of what is gone."""


def copies_of(lab: Lab) -> Copies:
    """Those of the database that the lab has."""
    if lab.database_file:
        from checks.lab.copies_sqlite import SqliteCopies

        return SqliteCopies(lab.database_file)
    from checks.lab.copies_postgres import PostgresCopies

    return PostgresCopies(lab.database_url)

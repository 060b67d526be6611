"""ResearchHub's papers, in the database that both colours share."""

from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, true

from checks.lab.database import Database
from checks.lab.tables import papers

LIST_LIMIT = 20


class Papers:
    """The collection; every method blocks, and any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._position = func.instr if database.file else func.strpos

    def count(self, text: str = "", year: int | None = None) -> int:
        """How many papers have `text` in their title or authors, of all years or of one."""
        with self._database.using("count") as connection:
            wanted = select(func.count()).select_from(papers).where(self._having(text), _of(year))
            return int(connection.execute(wanted).scalar_one())

    def matching(self, text: str = "", year: int | None = None) -> list[dict[str, Any]]:
        """The first of them, at most 20."""
        wanted = select(papers).where(self._having(text), _of(year)).order_by(papers.c.id).limit(LIST_LIMIT)
        with self._database.using("list") as connection:
            return [dict(row) for row in connection.execute(wanted).mappings()]

    def find(self, number: int) -> dict[str, Any] | None:
        """The paper with this id, if there is one."""
        with self._database.using("find") as connection:
            row = connection.execute(select(papers).where(papers.c.id == number)).mappings().one_or_none()
            return dict(row) if row else None

    def add(self, title: str, authors: str, year: int) -> dict[str, Any]:
        """Store a new paper, and return it with its id."""
        paper = {"title": title, "authors": authors, "year": year, "citations": 0}
        with self._database.using("add") as connection:
            stored = connection.execute(insert(papers).values(paper).returning(papers)).mappings().one()
            return dict(stored)

    def _having(self, text: str) -> ColumnElement[bool]:
        # Not LIKE: what people search for is no pattern.
        written = func.lower(papers.c.title + " " + papers.c.authors)
        return self._position(written, func.lower(text)) > 0 if text else true()


def _of(year: int | None) -> ColumnElement[bool]:
    return true() if year is None else papers.c.year == year

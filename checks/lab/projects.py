"""ResearchHub's projects: what papers are read and written for, in the database that both colours share."""

from typing import Any

from sqlalchemy import func, insert, select

from checks.lab.database import Database
from checks.lab.tables import papers, project_papers, projects


class Projects:
    """The collection; every method blocks, and any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[dict[str, Any]]:
        """Every project, and how many papers it has."""
        count = func.count(project_papers.c.paper).label("papers")
        wanted = select(projects, count).outerjoin(project_papers, project_papers.c.project == projects.c.id)
        with self._database.using("projects") as connection:
            rows = connection.execute(wanted.group_by(projects.c.id).order_by(projects.c.id))
            return [dict(row) for row in rows.mappings()]

    def find(self, number: int) -> dict[str, Any] | None:
        """One project with the ids and titles of its papers, if there is one."""
        of_it = papers.join(project_papers, project_papers.c.paper == papers.c.id)
        chosen = select(papers.c.id, papers.c.title).select_from(of_it).where(project_papers.c.project == number)
        with self._database.using("project") as connection:
            row = connection.execute(select(projects).where(projects.c.id == number)).mappings().one_or_none()
            if row is None:
                return None
            return dict(row) | {
                "papers": [dict(one) for one in connection.execute(chosen.order_by(papers.c.id)).mappings()]
            }

    def add(self, title: str, about: str, chosen: list[int]) -> tuple[int, list[int]]:
        """Store a project with its papers: its id, or 0 and the ids that no paper has; then nothing is stored."""
        with self._database.using("add project") as connection:
            known = set(connection.execute(select(papers.c.id).where(papers.c.id.in_(chosen))).scalars())
            if missing := sorted(set(chosen) - known):
                return 0, missing
            stored = connection.execute(insert(projects).values(title=title, about=about).returning(projects.c.id))
            number = int(stored.scalar_one())
            if known:
                rows = [{"project": number, "paper": paper} for paper in sorted(known)]
                connection.execute(insert(project_papers), rows)
            return number, []

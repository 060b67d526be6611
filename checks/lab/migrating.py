"""Migrations of the database, by Alembic: there and back, with a checksum of the papers before and after."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from sqlalchemy import Connection, insert, inspect, select, text

from checks.lab.access import lab_keys
from checks.lab.contents import PAPERS, contents_of
from checks.lab.database import Database
from checks.lab.errors import LabError, UsageError
from checks.lab.tables import keys, papers, project_papers, projects

SCRIPTS = Path(__file__).parent / "migrations"
RELEASED = "0003"
"""What the deployed releases were written for; newer migrations are the operator's to run."""
PREPARING = threading.Lock()
"""Alembic keeps its state in module globals: one migration at a time in a process."""
BASE = "base"
"""Alembic's name for no revision at all."""
METHODS = ("caching", "sampling", "indexing", "clustering", "ranking")
SUBJECTS = ("graphs", "archives", "sensors", "maps", "corpora", "ledgers", "queues", "logs", "trees", "nets")


def prepare(database: Database, seed: str) -> None:
    """Make the tables, 50 invented papers and the lab's keys, unless they are there; whoever comes first wins."""
    file = database.file
    with PREPARING:
        if file is None:
            with database.using("prepare", alone=True) as connection:
                _fill(connection, seed)
        elif not file.exists():
            _draft(file, seed)


def _draft(file: Path, seed: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=file.parent) as folder:
        draft = Path(folder) / "draft.sqlite"
        with closing(sqlite3.connect(draft)) as file_:
            file_.execute("PRAGMA journal_mode = WAL")
        made = Database(f"sqlite:///{draft}")
        with made.using("prepare") as connection:
            _fill(connection, seed)
        made.engine.dispose()
        with suppress(FileExistsError):  # the other colour was faster
            os.link(draft, file)


def _fill(connection: Connection, seed: str) -> None:
    if revision_of(connection) is None:
        _to(connection, RELEASED)
        connection.execute(insert(papers), list(_invented()))
        connection.execute(insert(projects), list(_invented_projects()))
        connection.execute(insert(project_papers), [{"project": 1 + at % 5, "paper": 1 + at} for at in range(50)])
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT setval('papers_id_seq', 50), setval('projects_id_seq', 5)"))
        connection.execute(insert(keys), lab_keys(seed))


def migrate(database: Database, revision: str) -> dict[str, Any]:
    """Go to a revision, up or down, in one transaction; undone, with a `LabError`, if the papers changed by it."""
    if revision == BASE:
        raise UsageError("the first revision made the papers: there is no way behind it")
    with PREPARING, database.using("migrate", alone=True) as connection:
        before, begun = contents_of(connection.exec_driver_sql(PAPERS)), monotonic()
        old = revision_of(connection)
        _to(connection, revision)
        seconds = monotonic() - begun
        after = contents_of(connection.exec_driver_sql(PAPERS), up_to=before.last)
        if before != after:
            raise LabError(f"the migration to {revision} changed papers, and was undone: {before} became {after}")
    return {
        "from": old,
        "to": revision,
        "seconds": round(seconds, 3),
        "papers": after.papers,
        "sha256_before": before.sha256,
        "sha256_after": after.sha256,
        "same": before == after,
    }


def revision_of(connection: Connection) -> str | None:
    """The revision that the database is at; None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _to(connection: Connection, revision: str) -> None:
    # Half a second, which only those pay that migrate.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    down = revision == BASE or revision < (revision_of(connection) or "")
    try:
        (command.downgrade if down else command.upgrade)(config, revision)
    except CommandError as error:
        raise UsageError(f"no migration to {revision!r}: {error}") from None


def _invented() -> Iterator[dict[str, Any]]:
    pairs = ((method, subject) for subject in SUBJECTS for method in METHODS)
    for number, (method, subject) in enumerate(pairs, start=1):
        yield {
            "id": number,
            "title": f"Synthetic study {number}: {method} of imaginary {subject}",
            "authors": f"Author {number % 7}, Author {number % 11}",
            "year": 2000 + number % 25,
            "citations": number * 37 % 101,
        }


def _invented_projects() -> Iterator[dict[str, Any]]:
    for number, method in enumerate(METHODS, start=1):
        yield {"id": number, "title": f"Synthetic project: {method}", "about": f"What {method} can do."}


def columns_of(connection: Connection) -> list[str]:
    """The columns of the papers as they are now, whatever the application knows of them."""
    found = connection.execute(select(text("*")).select_from(text("papers")).limit(0))
    return list(found.keys())

"""ResearchHub's papers in one SQLite file that both colours share."""

import os
import queue
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

BUSY_SECONDS = 3.0
LIST_LIMIT = 20
SCHEMA = """
CREATE TABLE papers (
    id INTEGER PRIMARY KEY, title TEXT NOT NULL, authors TEXT NOT NULL, year INTEGER NOT NULL,
    citations INTEGER NOT NULL DEFAULT 0
)
"""
MATCHES = "instr(lower(title || ' ' || authors), lower(:text)) > 0 OR :text = ''"
METHODS = ("caching", "sampling", "indexing", "clustering", "ranking")
SUBJECTS = ("graphs", "archives", "sensors", "maps", "corpora", "ledgers", "queues", "logs", "trees", "nets")


class Papers:
    """The collection; every method blocks, and any thread may call it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # Idle connections stay open: SQLite locks the file when its last connection closes.
        self._idle: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()

    def prepare(self) -> None:
        """Create the file with its 50 invented papers, unless it exists; whoever comes first wins."""
        if self._path.exists():
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self._path.parent) as folder:
            draft = Path(folder) / "draft.sqlite"
            _fill(draft)
            with suppress(FileExistsError):  # the other colour was faster
                os.link(draft, self._path)

    def probe(self) -> None:
        """Open the file afresh and read from it; raises `sqlite3.Error` when that does not work."""
        with closing(self._open()) as database:
            database.execute("SELECT count(*) FROM papers").fetchone()

    def count(self, text: str = "") -> int:
        """How many papers have `text` in their title or authors."""
        with self._database() as database:
            row = database.execute(f"SELECT count(*) FROM papers WHERE {MATCHES}", {"text": text})
            return int(row.fetchone()[0])

    def matching(self, text: str = "") -> list[dict[str, Any]]:
        """The first papers, at most 20, that have `text` in their title or authors."""
        query = f"SELECT * FROM papers WHERE {MATCHES} ORDER BY id LIMIT {LIST_LIMIT}"
        with self._database() as database:
            return [dict(row) for row in database.execute(query, {"text": text})]

    def find(self, number: int) -> dict[str, Any] | None:
        """The paper with this id, if there is one."""
        with self._database() as database:
            row = database.execute("SELECT * FROM papers WHERE id = ?", (number,)).fetchone()
            return dict(row) if row else None

    def add(self, title: str, authors: str, year: int) -> dict[str, Any]:
        """Store a new paper, and return it with its id."""
        command = "INSERT INTO papers (title, authors, year) VALUES (?, ?, ?) RETURNING *"
        with self._database() as database:
            [row] = database.execute(command, (title, authors, year)).fetchall()
            return dict(row)

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(
            f"{self._path.absolute().as_uri()}?mode=rw",  # never create an empty database by accident
            uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False,
        )  # fmt: skip
        database.row_factory = sqlite3.Row
        database.execute("PRAGMA synchronous = NORMAL")
        return database

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        try:
            database = self._idle.get_nowait()
        except queue.Empty:
            database = self._open()
        yield database
        self._idle.put(database)


def _fill(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute(SCHEMA)
        database.executemany("INSERT INTO papers VALUES (?, ?, ?, ?, ?)", _invented())


def _invented() -> Iterator[tuple[int, str, str, int, int]]:
    pairs = ((method, subject) for subject in SUBJECTS for method in METHODS)
    for number, (method, subject) in enumerate(pairs, start=1):
        title = f"Synthetic study {number}: {method} of imaginary {subject}"
        authors = f"Author {number % 7}, Author {number % 11}"
        yield number, title, authors, 2000 + number % 25, number * 37 % 101

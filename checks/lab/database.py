"""ResearchHub's database: SQLite in the embedded profile, PostgreSQL in the full one, behind one pool."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DisconnectionError

from checks.lab.tables import papers

BUSY_SECONDS = 3.0
IDLE_CONNECTIONS, MORE_CONNECTIONS = 5, 35
ALONE = {"alone": True}
Observe = Callable[[str, float], None]


class Database:
    """A pool of connections; every method blocks, and any thread may call it."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.observe: Observe = _unobserved
        self.engine = _engine(url, pool_size=IDLE_CONNECTIONS, max_overflow=MORE_CONNECTIONS)
        if self.file:
            _follow_file(self.engine, self.file)

    @property
    def file(self) -> Path | None:
        """The SQLite file; None where a server keeps the data."""
        return Path(str(self.url.database)) if self.url.get_backend_name() == "sqlite" else None

    @contextmanager
    def using(self, operation: str, *, alone: bool = False) -> Iterator[Connection]:
        """A connection in a transaction; the seconds it was held are told to `observe`.

        With `alone` nobody else writes from its begin to its end.
        """
        begun = perf_counter()
        engine = self.engine.execution_options(**ALONE) if alone else self.engine
        try:
            with engine.begin() as connection:
                if alone:
                    _lock_server(connection)
                yield connection
        finally:
            self.observe(operation, perf_counter() - begun)

    def probe(self) -> None:
        """Read from the papers; raises `SQLAlchemyError` when that does not work."""
        with self.engine.connect() as connection:
            connection.execute(papers.select().limit(1)).all()

    def connections(self) -> dict[str, int]:
        """The pool's connections: `in_use` now, and kept `idle`."""
        pool: Any = self.engine.pool
        return {"in_use": pool.checkedout(), "idle": pool.checkedin()}


def _unobserved(operation: str, seconds: float) -> None:
    """Nobody wants to know."""


def _engine(url: str, **pool: int) -> Engine:
    found = make_url(url)
    if found.get_backend_name() != "sqlite":
        return create_engine(found, pool_pre_ping=True, **pool)
    # `rw`: never create an empty database by accident.
    path = Path(str(found.database)).absolute()
    engine = create_engine(
        f"sqlite:///{path.as_uri()}?mode=rw&uri=true", connect_args={"timeout": BUSY_SECONDS}, **pool
    )
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _begin)
    return engine


def _connected(connection: sqlite3.Connection, record: Any) -> None:
    # Python's driver would begin transactions when it sees fit, and leave table changes out of them.
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin(connection: Connection) -> None:
    alone = connection.get_execution_options().get("alone")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if alone else "BEGIN")


def _follow_file(engine: Engine, path: Path) -> None:
    """Give up connections to a file that was removed or replaced: they would go on with the old one, unseen."""

    def opened(connection: sqlite3.Connection, record: Any) -> None:
        record.info["file"] = _identity(path)

    def used(connection: sqlite3.Connection, record: Any, proxy: Any) -> None:
        if record.info["file"] != _identity(path):
            raise DisconnectionError(f"{path.name} is not the file it was")

    event.listen(engine, "connect", opened)
    event.listen(engine, "checkout", used)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _lock_server(connection: Connection) -> None:
    """Until the transaction ends, no other process that asks for the same lock goes on."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(4711)"))

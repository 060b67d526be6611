"""Copies of a PostgreSQL database, by its own `pg_dump` and `pg_restore`."""

import hashlib
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from checks.lab.contents import Held
from checks.lab.errors import LabError
from checks.lab.postgres import programs

PART = "public"
"""The schema that holds all of the application's tables."""


class PostgresCopies:
    """Of one database. A copy is looked into by restoring it beside: what cannot be restored is no backup."""

    def __init__(self, url: str) -> None:
        self._url = url.replace("postgresql+psycopg://", "postgresql://", 1)

    def make(self, copy: Path) -> None:
        """See `Copies.make`."""
        _run("pg_dump", "--format=custom", f"--file={copy}", f"--dbname={self._url}")

    def held(self, copy: Path) -> Held:
        """See `Copies.held`."""
        with self._beside() as url:
            _restore(copy, url)
            with _connected(url) as connection:
                return Held(_rows(connection), _digest(url))

    def put(self, copy: Path) -> None:
        """See `Copies.put`: in one transaction, which replaces whatever of it is there still."""
        _restore(copy, self._url, "--clean", "--if-exists")

    def lose(self) -> list[str]:
        """See `Copies.lose`."""
        with _connected(self._url) as connection:
            names = _tables(connection)
            every = sql.SQL(", ").join(sql.Identifier(PART, name) for name in names)
            connection.execute(sql.SQL("DROP TABLE {} CASCADE").format(every))
        return names

    @contextmanager
    def _beside(self) -> Iterator[str]:
        """The address of an empty database on the same server, which is gone afterwards."""
        name = f"looked_into_{secrets.token_hex(4)}"
        with _connected(self._url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
            try:
                yield f"{self._url.rpartition('/')[0]}/{name}"
            finally:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _connected(url: str, *, autocommit: bool = False) -> Iterator[psycopg.Connection]:
    try:
        with psycopg.connect(url, autocommit=autocommit) as connection:
            yield connection
    except psycopg.Error as error:
        raise LabError(f"PostgreSQL refused: {error}") from None


def _restore(copy: Path, url: str, *more: str) -> None:
    _run("pg_restore", "--single-transaction", "--no-owner", *more, f"--dbname={url}", str(copy))


def _tables(connection: psycopg.Connection) -> list[str]:
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [PART])
    return [name for (name,) in found]


def _rows(connection: psycopg.Connection) -> dict[str, int]:
    every = {
        name: sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(PART, name)) for name in _tables(connection)
    }
    return {name: _count(connection, query) for name, query in every.items()}


def _count(connection: psycopg.Connection, query: sql.Composed) -> int:
    [(count,)] = connection.execute(query).fetchall()
    return int(count)


def _digest(url: str) -> str:
    """Of the database as SQL, definitions included; newer dumps begin and end with a word made up for each."""
    lines = _run("pg_dump", f"--dbname={url}").splitlines(keepends=True)
    digest = hashlib.sha256()
    for line in lines:
        if not line.startswith((b"\\restrict ", b"\\unrestrict ")):
            digest.update(line)
    return digest.hexdigest()


def _run(program: str, *arguments: str) -> bytes:
    argv = [f"{programs()}/{program}", *arguments]
    done = subprocess.run(argv, capture_output=True, check=False)  # noqa: S603 - the server's own programs
    if done.returncode:
        raise LabError(f"{program} failed: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout

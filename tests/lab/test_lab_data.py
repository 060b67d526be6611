"""The database: backups that are what they say, migrations that go both ways, connections that notice."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from checks.lab.backup import Backups
from checks.lab.contents import PAPERS, contents_of
from checks.lab.copies import copies_of
from checks.lab.copies_sqlite import SqliteCopies
from checks.lab.database import Database
from checks.lab.errors import LabError, UsageError
from checks.lab.migrating import _to, columns_of, migrate, prepare, revision_of
from checks.lab.papers import Papers
from checks.lab.settings import Lab


@pytest.fixture
def copies(database: Database) -> SqliteCopies:
    assert database.file
    return SqliteCopies(database.file)


@pytest.fixture
def backups(copies: SqliteCopies, tmp_path: Path) -> Backups:
    return Backups(tmp_path, copies)


def digest(database: Database) -> str:
    with database.using("digest") as connection:
        return contents_of(connection.exec_driver_sql(PAPERS)).sha256


def test_papers_added_since_do_not_count() -> None:
    """A migration under load compares what was there when it began."""
    old, new = (1, "Before"), (2, "Since")
    assert contents_of([old]) == contents_of([old, new], up_to=1) != contents_of([old, new])


def test_backup_and_restore(backups: Backups, copies: SqliteCopies, database: Database) -> None:
    """What was lost comes back as it was, and connections that were open follow."""
    papers, before = Papers(database), digest(database)
    taken = backups.take()
    assert (50, 5, 50) == tuple(taken["rows"][name] for name in ("papers", "projects", "project_papers"))
    papers.add("Written since", "A", 2026)
    assert "papers.sqlite" in copies.lose()
    with pytest.raises(Exception, match="unable to open"):
        papers.count()
    done = backups.restore()
    assert (True, 50, before) == (done["same"], papers.count(), digest(database))
    assert (taken["sha256"], taken["rows"]) == (done["sha256_restored"], done["rows"])
    assert 51 == papers.add("Written after", "A", 2026)["id"]


def test_backup_gives_nothing_away(backups: Backups) -> None:
    """Without its key, or changed, a backup does not open."""
    backups.take()
    seen = backups.inspect()
    refused = {"shows_a_database", "opens_with_another_key", "opens_when_changed"}
    assert {False} == {seen[key] for key in refused}
    assert (True, "0600") == (seen["opens_with_its_key"], seen["key_mode"])


def test_seven_are_kept(backups: Backups) -> None:
    """The newest seven."""
    names = [backups.take()["backup"] for _ in range(9)]
    assert (7, names[-1]) == (backups.inspect()["kept"], backups.inspect()["backup"])


def test_changed_backup_is_refused(backups: Backups, tmp_path: Path, database: Database) -> None:
    """A changed backup is not restored, and what is there stays."""
    backups.take()
    [path] = (tmp_path / "backups").iterdir()
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    Papers(database).add("Kept", "A", 2026)
    with pytest.raises(LabError, match="was changed, or was made with another key"):
        backups.restore()
    assert 51 == Papers(database).count()


def test_nothing_to_back_up_or_restore(backups: Backups, copies: SqliteCopies) -> None:
    """No backup, and no database: one line each."""
    with pytest.raises(LabError, match="there is no backup"):
        backups.restore()
    copies.lose()
    with pytest.raises(LabError, match="cannot be backed up"):
        backups.take()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE papers SET year = 1 WHERE id = 1",
        "DELETE FROM projects WHERE id = 5",
        "UPDATE keys SET revoked = 1 WHERE role = 'editor'",
        "DROP INDEX papers_by_year",
    ],
)
def test_damaged_copy_is_noticed(backups: Backups, tmp_path: Path, change: str) -> None:
    """A backup whose contents are not those that were noted is not restored."""
    backups.take()
    about, plain = backups._open(backups._newest())
    other = tmp_path / "other.sqlite"
    other.write_bytes(plain)
    with sqlite3.connect(other) as connection:
        connection.execute(change)
    connection.close()
    backups._open = lambda path: (about, other.read_bytes())  # type: ignore[method-assign]
    with pytest.raises(LabError, match="nothing was restored"):
        backups.restore()


def test_migrations_go_both_ways(database: Database) -> None:
    """Up and down again, with every paper what it was; from the very first to the last as well."""
    before = digest(database)
    up = migrate(database, "0004")
    assert ("0003", "0004", True, 50) == tuple(up[key] for key in ("from", "to", "same", "papers"))
    with database.using("look") as connection:
        assert ("0004", True) == (revision_of(connection), "doi" in columns_of(connection))
    down = migrate(database, "0003")
    assert (before, before, before) == (down["sha256_before"], down["sha256_after"], digest(database))
    migrate(database, "0001")
    with database.using("look") as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
    assert {"papers", "projects", "project_papers", "alembic_version"} == set(tables)
    assert migrate(database, "0003")["same"]


def test_migration_that_changes_papers_is_undone(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed paper undoes the whole migration, its new column too."""
    from checks.lab import migrating

    honest = migrating._to

    def spoil(connection, revision):
        honest(connection, revision)
        connection.execute(text("UPDATE papers SET year = 1999 WHERE id = 7"))

    monkeypatch.setattr(migrating, "_to", spoil)
    before = digest(database)
    with pytest.raises(LabError, match="changed papers, and was undone"):
        migrate(database, "0004")
    with database.using("look") as connection:
        assert ("0003", False) == (revision_of(connection), "doi" in columns_of(connection))
    assert before == digest(database)


def test_unknown_revision(database: Database) -> None:
    """What is no revision is refused by name."""
    with pytest.raises(UsageError, match="no migration to '9999'"):
        migrate(database, "9999")


def test_prepared_once(database: Database) -> None:
    """Preparing again leaves everything alone."""
    Papers(database).add("Kept", "A", 2026)
    prepare(database, "other")
    assert 51 == Papers(database).count()


def overwritten(copy: Path) -> None:
    data = bytearray(copy.read_bytes())
    at = data.rindex(b"Synthetic study 50")
    data[at - 2000 : at] = b"\xff" * 2000
    copy.write_bytes(data)


def with_another_index(copy: Path) -> None:
    wanted = "CREATE INDEX papers_by_year ON papers (id, year)"
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'papers_by_year'", (wanted,))


@pytest.mark.parametrize("damage", [overwritten, with_another_index])
def test_damaged_copy_is_no_backup(
    tmp_path: Path, database: Database, copies: SqliteCopies, damage: Callable[[Path], None]
) -> None:
    """What SQLite finds damaged is refused, however it says so."""
    database.engine.dispose()
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes((tmp_path / "papers.sqlite").read_bytes())
    damage(copy)
    with pytest.raises(LabError, match="the copy is damaged"):
        copies.held(copy)


def test_copies_of_either_database(tmp_path: Path) -> None:
    """By the address; nothing is asked of the server before a copy is."""
    names = ("EDGE", "SECURED", "ADMIN", "LOAD", "PROBE", "BLUE", "GREEN", "BLUE_AGENT", "GREEN_AGENT", "CITATIONS")
    ports = {f"LAB_{name}": "1" for name in (*names, "CITATIONS_STANDBY")}
    of_file = copies_of(Lab.from_environ({"LAB_DIR": str(tmp_path), **ports}))
    url = "postgresql+psycopg://postgres@127.0.0.1:1/postgres"
    of_server = copies_of(Lab.from_environ({"LAB_DIR": str(tmp_path), "LAB_DATABASE_URL": url, **ports}))
    assert ("SqliteCopies", "PostgresCopies") == (type(of_file).__name__, type(of_server).__name__)


def test_from_nothing_and_back_to_it(database: Database) -> None:
    """Every migration can be taken back, the first as well; operators are not let go there."""
    with pytest.raises(UsageError, match="no way behind it"):
        migrate(database, "base")
    with database.using("migrate", alone=True) as connection:
        _to(connection, "base")
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
    assert ["alembic_version"] == tables

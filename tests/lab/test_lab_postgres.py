"""The same code on a real PostgreSQL, started as the full profile starts it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from checks.lab.backup import Backups
from checks.lab.copies_postgres import PostgresCopies
from checks.lab.database import Database
from checks.lab.errors import LabError
from checks.lab.migrating import migrate, prepare
from checks.lab.papers import Papers
from proofbook.run.ports import free_ports
from tests.lab.conftest import RunningLab, wait_until
from tests.lab.hubs import SEED, Client
from tests.systems import program

DATABASES = "SELECT datname FROM pg_database WHERE NOT datistemplate"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Its address, in SQLAlchemy's form. Its folder is where PostgreSQL's own user may go."""
    program("initdb", "postgresql", *(str(path) for path in Path("/usr/lib/postgresql").glob("*/bin")))
    with tempfile.TemporaryDirectory(prefix="lab-postgres-") as folder:
        lab = RunningLab(Path(folder))
        [port] = free_ports(1)
        lab.environ["LAB_POSTGRES"] = str(port)
        try:
            lab.spawn("postgres", "postgres")
            plain = f"postgresql://postgres@127.0.0.1:{port}/postgres"
            wait_until(lambda: answers(plain), "PostgreSQL to answer", seconds=60)
            yield plain.replace("postgresql", "postgresql+psycopg")
        finally:
            lab.close()


def answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture
def database(server: str) -> Iterator[Database]:
    made = Database(server)
    prepare(made, SEED)
    yield made
    made.engine.dispose()


def test_papers(database: Database) -> None:
    """Prepared once, searched as text, added to."""
    prepare(database, SEED)
    papers = Papers(database)
    assert (50, 10, 0) == (papers.count(), papers.count("CACHING"), papers.count("%"))
    assert 51 == papers.add("Kept in PostgreSQL", "A", 2026)["id"]
    assert {"in_use": 0, "idle": 1} == database.connections()


def test_migrations_go_both_ways(database: Database) -> None:
    """With every paper what it was."""
    assert migrate(database, "0004")["same"] and migrate(database, "0003")["same"]


@pytest.fixture
def backups(server: str) -> Iterator[tuple[Backups, PostgresCopies]]:
    with tempfile.TemporaryDirectory() as folder:
        copies = PostgresCopies(server)
        yield Backups(Path(folder), copies), copies


def test_backed_up_lost_and_restored(database: Database, backups: tuple[Backups, PostgresCopies]) -> None:
    """By its own tools: all tables, looked into beside, and back in one go; connections that were open follow."""
    kept, copies = backups
    papers = Papers(database)
    count, taken = papers.count(), kept.take()
    assert (count, 5) == (taken["rows"]["papers"], taken["rows"]["projects"])
    papers.add("Written since", "A", 2026)
    assert "papers" in copies.lose()
    with pytest.raises(ProgrammingError, match="does not exist"):
        papers.count()
    done = kept.restore()
    assert (count, True, taken["sha256"]) == (papers.count(), done["same"], done["sha256_restored"])
    assert taken["sha256"] == kept.take()["sha256"]
    assert count + 1 <= papers.add("Written after", "A", 2026)["id"]
    assert not kept.inspect()["shows_a_database"]


def test_other_contents_are_not_restored(
    database: Database, backups: tuple[Backups, PostgresCopies], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a backup that holds something else than was noted, nothing is put in place; none stays beside."""
    kept, copies = backups
    kept.take()
    about, _ = kept._open(kept._newest())
    Papers(database).add("Another", "A", 2026)
    kept.take()
    _, other = kept._open(kept._newest())
    monkeypatch.setattr(kept, "_open", lambda path: (about, other))
    before = Papers(database).count()
    with pytest.raises(LabError, match="nothing was restored"):
        kept.restore()
    assert before == Papers(database).count()
    with database.using("look") as connection:
        assert ["postgres"] == [name for (name,) in connection.execute(text(DATABASES))]


def test_damaged_copy(backups: tuple[Backups, PostgresCopies], tmp_path: Path) -> None:
    """What pg_restore does not read is no backup, and its own words say why."""
    (tmp_path / "copy").write_bytes(b"PGDMP and no more")
    with pytest.raises(LabError, match="pg_restore failed: "):
        backups[1].held(tmp_path / "copy")


def test_no_server(server: str, tmp_path: Path) -> None:
    """Where nobody answers, which is not where the server is: said in one line, whatever was to be done."""
    copies = PostgresCopies("postgresql+psycopg://postgres@127.0.0.1:1/postgres")
    for act in (copies.lose, lambda: copies.held(tmp_path), lambda: copies.make(tmp_path / "copy")):
        with pytest.raises(LabError, match=r"(PostgreSQL refused|pg_dump failed): .*onnection"):
            act()


def test_the_whole_application(database: Database) -> None:
    """Papers, audit log, errors and usage."""
    hub = Client(database, "v4")
    paper = {"title": "T", "authors": "A", "year": 2026}
    answer: httpx.Response = hub.ask("POST", "/papers", "editor", json=paper)
    assert 201 == answer.status_code
    assert 500 == hub.ask("POST", "/errors/test", "operator").status_code
    assert (2, []) == tuple(hub.get("/audit", "admin").json()[key] for key in ("entries", "broken"))
    assert 1 == hub.get("/errors", "operator").json()["groups"][0]["count"]
    assert 1 == hub.get("/usage/daily", "operator").json()["events"]

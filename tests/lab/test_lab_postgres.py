"""The same code on a real PostgreSQL, started as the full profile starts it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from checks.lab.database import Database
from checks.lab.migrating import migrate, prepare
from checks.lab.papers import Papers
from proofbook.run.ports import free_ports
from tests.lab.conftest import RunningLab, wait_until
from tests.lab.hubs import SEED, Client
from tests.systems import program


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

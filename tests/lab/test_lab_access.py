"""Who may do what, who is shut out, and what is written down of it."""

import asyncio
import json
from pathlib import Path

import pytest
from sqlalchemy import text

from checks.lab.abuse import Limits, Protection
from checks.lab.access import ROLES
from checks.lab.backoffice import Backoffice
from checks.lab.database import Database
from checks.lab.hub import Hub
from checks.lab.observed import Observed
from checks.lab.releases import release_named
from tests.lab.hubs import Client

MATRIX = json.loads((Path(__file__).resolve().parents[2] / "checks/lab/matrix.json").read_text())
CASES = [(asked, role) for asked in MATRIX for role in ("anonymous", *ROLES)]


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("asked", "role"), CASES)
def test_matrix(hub: Client, asked: str, role: str) -> None:
    """Each route lets in the roles it should."""
    method, _, path = asked.partition(" ")
    answer = hub.ask(method, path, None if role == "anonymous" else role, content=b"{}" if method == "POST" else None)
    assert MATRIX[asked][role] == answer.status_code


def test_matrix_names_every_route(hub: Client) -> None:
    """A route that nobody thought of cannot be left out of the matrix."""
    routes = [*Hub(hub.parts, release_named("v4"), "green").routes, *Backoffice(hub.parts, "v4").routes]
    served = {f"{method} {route.path}" for route in routes for method in (route.methods or set()) - {"HEAD"}}
    examples = {
        "/1": "/{id}",
        "/daily": "/{period}",
        "/errors/none/": "/errors/{fingerprint}/",
        "/keys/none": "/keys/{name}",
    }
    text = "\n".join(MATRIX)
    for example, name in examples.items():
        text = text.replace(example, name)
    asked = set(text.splitlines())
    assert served == asked


def test_a_key_is_made_shown_once_and_revoked(hub: Client) -> None:
    """A new key works at once, is never shown again, and stops working at once."""
    made = hub.ask("POST", "/keys", "admin", json={"name": "ann", "role": "editor"}).json()
    paper = {"title": "T", "authors": "A", "year": 2026}
    assert 201 == hub.ask("POST", "/papers", headers={"X-API-Key": made["key"]}, json=paper).status_code
    listed = hub.get("/keys", "admin").json()["keys"]
    assert {"name": "ann", "role": "editor", "revoked": False} in listed and made["key"] not in json.dumps(listed)
    assert {"revoked": True} == hub.ask("DELETE", "/keys/ann", "admin").json()
    assert 401 == hub.ask("POST", "/papers", headers={"X-API-Key": made["key"]}, json=paper).status_code


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"name": "x", "role": "god"}, "role: expected one of reader"),
        ({"name": "lab-admin", "role": "admin"}, "already"),
    ],
)
def test_a_wrong_key_is_not_made(hub: Client, wrong: dict[str, str], reason: str) -> None:
    """Unknown roles and taken names are refused with a reason."""
    answer = hub.ask("POST", "/keys", "admin", json=wrong)
    assert (422, True) == (answer.status_code, reason in answer.text)


def test_guesses_shut_an_address_out(database: Database) -> None:
    """The fifth wrong key shuts the address out, good keys too; others are served; time lets it in again."""
    clock = Clock()
    hub = Client(database, "v4", protection=Protection(Limits(), clock))
    there = {"X-Forwarded-For": "10.0.0.1, 10.0.0.66"}
    statuses = [hub.ask("GET", "/papers", headers=there | {"X-API-Key": str(n)}).status_code for n in range(7)]
    assert [401] * 5 + [429] * 2 == statuses
    refused = hub.ask("GET", "/papers", "reader", headers=there)
    assert (429, "60") == (refused.status_code, refused.headers["Retry-After"])
    assert 200 == hub.get("/papers", "reader").status_code
    seen = hub.get("/protection", "operator").json()
    assert (["10.0.0.66"], 3) == (seen["blocked"], seen["refused"])
    assert ["ResearchHubBruteForce"] == [alert["alert"] for alert in seen["alerts"]]
    assert "researchhub_blocked_addresses 1.0" in hub.get("/metrics").text
    clock.now += 61
    assert 200 == hub.ask("GET", "/papers", "reader", headers=there).status_code


def test_slow_guesses_and_many_addresses() -> None:
    """Wrong keys far apart shut nobody out, and no more than 10,000 addresses are kept in mind."""
    clock = Clock()
    protection = Protection(Limits(), clock)
    for _ in range(20):
        protection.wrong_key("slow")
        clock.now += 5
    assert [] == protection.blocked()
    for number in range(10_005):
        protection.wrong_key(str(number))
    assert 10_000 == len(protection._guesses)


def test_audit_log_seals(hub: Client, database: Database) -> None:
    """Changes and refusals are logged, readings are not; a changed entry and a removed one both show."""
    paper = {"title": "T", "authors": "A", "year": 2026}
    for role in ("editor", "reader", "editor"):
        hub.ask("POST", "/papers", role, json=paper)
    hub.get("/papers", "reader")
    log = hub.get("/audit", "admin").json()
    assert (3, [], ["POST /papers"]) == (log["entries"], log["broken"], log["actions"])
    newest = [(one["actor"], one["outcome"]) for one in log["newest"]]
    assert [("lab-editor", 201), ("lab-reader", 403), ("lab-editor", 201)] == newest
    with database.using("forge") as connection:
        connection.execute(text("UPDATE audit SET outcome = 201 WHERE number = 2"))
    assert [2] == hub.get("/audit", "admin").json()["broken"]
    with database.using("forge") as connection:
        connection.execute(text("UPDATE audit SET outcome = 403 WHERE number = 2"))
        connection.execute(text("DELETE FROM audit WHERE number = 1"))
    assert [2] == hub.get("/audit", "admin").json()["broken"]


def test_what_cannot_be_audited_is_told(hub: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the database the answer still goes out, and the missing entry is printed."""
    (tmp_path / "papers.sqlite").unlink()
    assert 405 == hub.ask("POST", "/health").status_code
    assert "not audited: anonymous POST /health 405" in capsys.readouterr().out


def test_keys_that_cannot_be_looked_up(hub: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the database nobody is let in with a key, and nobody is taken for a guesser."""
    (tmp_path / "papers.sqlite").unlink()
    answer = hub.get("/papers", "reader")
    assert (503, "keys cannot be looked up now; try again") == (answer.status_code, answer.json()["error"])
    assert "a key could not be looked up: OperationalError" in capsys.readouterr().out
    assert [] == hub.parts.protection.blocked()


def test_what_breaks_before_its_answer_stays_broken(hub: Client) -> None:
    """Only an error that was answered already is held back; another is the server's to see."""

    async def broken(scope: object, receive: object, send: object) -> None:
        raise RuntimeError("before anything was sent")

    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    with pytest.raises(RuntimeError, match="before anything"):
        asyncio.run(Observed(broken, hub.parts, headers={}, route_of=lambda scope: "/")(scope, None, None))
    assert 'status="500"' in hub.get("/metrics").text


def test_an_error_that_somebody_saw_is_tracked(hub: Client) -> None:
    """What is reported twice is one group, with who said it; the answer's reference names it."""
    told = {"message": "no papers on the page", "where": "the search", "reproduce": "search for caching"}
    answers = [hub.ask("POST", "/errors", role, json=told) for role in ("editor", "operator")]
    assert [201, 201] == [one.status_code for one in answers]
    [group] = hub.get("/errors", "operator").json()["groups"]
    assert {one.json()["reference"] for one in answers} == {group["fingerprint"]}
    assert (2, "reported", "the search", "search for caching") == tuple(
        group[key] for key in ("count", "category", "route", "reproduce")
    )
    assert {"caller": "lab-editor", "role": "editor"} == group["context"]


def test_an_error_without_its_words_is_refused(hub: Client) -> None:
    """Each missing or wrong field is named, and nothing is noted."""
    answer = hub.ask("POST", "/errors", "editor", json={"message": "x", "where": "a\u202eb"})
    assert (422, ["where", "reproduce"]) == (answer.status_code, [one.split(":")[0] for one in answer.json()["errors"]])
    assert [] == hub.get("/errors", "operator").json()["groups"]


def test_caller(hub: Client) -> None:
    """A program can ask whose key it has."""
    assert {"name": "anonymous", "role": "anonymous"} == hub.get("/caller").json()
    assert {"name": "lab-reader", "role": "reader"} == hub.get("/caller", "reader").json()

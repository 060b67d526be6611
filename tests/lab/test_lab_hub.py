"""ResearchHub's routes and releases, in process."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from checks.lab.database import Database
from checks.lab.errors import UsageError
from checks.lab.migrating import prepare
from checks.lab.papers import Papers
from checks.lab.releases import release_named
from tests.lab.hubs import SEED, Client

PAPER = {"title": "A new paper", "authors": "A. Tester", "year": 2026}


def test_answers_say_release_and_colour(hub: Client) -> None:
    """Every answer, a 404 too, carries both headers."""
    for path in ("/health", "/papers", "/nowhere"):
        headers = hub.get(path).headers
        assert ("v4", "green") == (headers["X-Release"], headers["X-Colour"])


def test_health_and_ready(hub: Client) -> None:
    """A sound application lives and is ready."""
    assert {"status": "ok"} == hub.get("/health").json()
    assert {"status": "ready", "dependencies": {}} == hub.get("/ready").json()


def test_unready_without_database(hub: Client, tmp_path: Path) -> None:
    """Without its database the application lives, but is not ready."""
    (tmp_path / "papers.sqlite").unlink()
    answer = hub.get("/ready")
    assert (503, "unready") == (answer.status_code, answer.json()["status"])
    assert 200 == hub.get("/health").status_code
    assert (500, "none") == (hub.get("/papers").status_code, hub.get("/papers").json()["reference"])


def test_version(hub: Client) -> None:
    """The application says what it is."""
    expected = {"service": "researchhub", "release": "v4", "colour": "green"}
    assert expected == hub.get("/version").json()


def test_list_is_limited_and_counts_all(hub: Client) -> None:
    """A list shows 20 of the 50 papers."""
    found = hub.get("/papers").json()
    assert (20, 50) == (len(found["papers"]), found["total"])


def test_projects(hub: Client) -> None:
    """Every project with its number of papers; one with its papers; the front page leads to each."""
    listed = hub.get("/projects").json()["projects"]
    assert [(one["id"], one["papers"]) for one in listed] == [(number, 10) for number in range(1, 6)]
    one = hub.get("/projects/2").json()
    assert (2, "Synthetic project: sampling") == (one["id"], one["title"])
    assert [2, 7, 12] == [paper["id"] for paper in one["papers"]][:3]
    assert all("sampling" in paper["title"] for paper in one["papers"])
    assert '<a href="/projects/2">Synthetic project: sampling</a>, 10 papers' in hub.get("/").text
    for unknown in ("99", "x", "-1", "9" * 30):
        assert 404 == hub.get(f"/projects/{unknown}").status_code


def test_a_project_is_added_whole_or_not_at_all(hub: Client) -> None:
    """With papers or without; an id that no paper has is named, and nothing of the project is stored."""
    new = {"title": "<b>New</b>", "about": "It's about x"}
    made = hub.ask("POST", "/projects", "editor", json=new | {"papers": [3, 1, 3]})
    assert (201, "/projects/6", [1, 3]) == (
        made.status_code,
        made.headers["Location"],
        [one["id"] for one in made.json()["papers"]],
    )
    assert made.json() == hub.get("/projects/6").json()
    assert "&lt;b&gt;New&lt;/b&gt;" in hub.get("/").text
    assert [] == hub.ask("POST", "/projects", "admin", json=new).json()["papers"]
    wrong = hub.ask("POST", "/projects", "editor", json=new | {"papers": [1, 99, 98]})
    assert (422, ["papers: no paper 98", "papers: no paper 99"]) == (wrong.status_code, wrong.json()["errors"])
    for papers in ("1", [1, "x"], {"a": 1}, [1.5], None, list(range(101))):
        assert 422 == hub.ask("POST", "/projects", "editor", json=new | {"papers": papers}).status_code
    assert 7 == len(hub.get("/projects").json()["projects"])


@pytest.mark.parametrize(("query", "total"), [("CACHING", 10), ("study 7:", 1), ("%", 0), ("' OR 1=1 --", 0), ("", 50)])
def test_search(hub: Client, query: str, total: int) -> None:
    """A search finds literal text in any case; nothing in it is SQL or a pattern."""
    found = hub.ask("GET", "/papers", params={"q": query}).json()
    assert total == found["total"]


def test_one_paper(hub: Client) -> None:
    """A paper is found by its id."""
    paper = hub.get("/papers/7").json()
    assert (7, "Synthetic study 7: sampling of imaginary archives") == (paper["id"], paper["title"])


@pytest.mark.parametrize("number", ["51", "0", "-1", "one", "9" * 18, "9" * 5000])
def test_no_such_paper(hub: Client, number: str) -> None:
    """What names no paper is 404 with a reason in JSON."""
    answer = hub.get(f"/papers/{number}")
    assert 404 == answer.status_code
    assert "no paper" in answer.json()["error"]
    assert 404 == hub.get(f"/papers/{number}/citations").status_code


def test_unknown_route_and_method(hub: Client) -> None:
    """The refusals of the framework are JSON as well."""
    assert (404, "Not Found") == (hub.get("/nowhere").status_code, hub.get("/nowhere").json()["error"])
    assert 405 == hub.ask("DELETE", "/papers").status_code


def test_paper_is_stored(hub: Client) -> None:
    """What was added can be read back and is found."""
    answer = hub.ask("POST", "/papers", "editor", json=PAPER)
    assert 201 == answer.status_code
    assert answer.json() == hub.get(answer.headers["Location"]).json()
    assert 1 == hub.get("/papers?q=a new PAPER").json()["total"]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"title": ""}, "title"),
        ({"title": "   "}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"title": "\ud800"}, "title"),
        ({"authors": ["A"]}, "authors"),
        ({"year": "2026"}, "year"),
        ({"year": True}, "year"),
        ({"year": 1499}, "year"),
    ],
)
def test_bad_paper_is_refused(hub: Client, wrong: dict[str, Any], named: str) -> None:
    """Each problem names its field, and nothing is stored."""
    answer = hub.ask("POST", "/papers", "editor", content=json.dumps(PAPER | wrong))
    assert 422 == answer.status_code
    assert [named] == [problem.split(":")[0] for problem in answer.json()["errors"]]
    assert 50 == hub.get("/papers").json()["total"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 100_000])
def test_no_json_object_is_refused(hub: Client, content: bytes) -> None:
    """A body that is no JSON object is the client's fault."""
    assert 422 == hub.ask("POST", "/papers", "editor", content=content).status_code


def test_metrics(hub: Client) -> None:
    """Requests are counted by route, never by path, and papers as they are now."""
    for path in ("/papers/1", "/papers/2", "/papers/999", "/nowhere"):
        hub.get(path)
    hub.ask("BREW", "/papers")
    hub.ask("POST", "/papers", "editor", json=PAPER)
    text = hub.get("/metrics").text
    assert 'researchhub_requests_total{method="GET",route="/papers/{id}",status="200"} 2.0' in text
    assert 'researchhub_requests_total{method="GET",route="/papers/{id}",status="404"} 1.0' in text
    assert 'researchhub_requests_total{method="GET",route="other",status="404"} 1.0' in text
    assert 'researchhub_requests_total{method="other",route="/papers",status="405"} 1.0' in text
    assert 'researchhub_request_seconds_count{method="POST",route="/papers"} 1.0' in text
    assert "researchhub_papers 51.0" in text
    assert 'researchhub_build_info{colour="green",release="v4"} 1.0' in text


def test_only_newer_releases_show_citations(database: Database) -> None:
    """Both releases read the same database; v3 does not know the new field."""
    shown = {release: Client(database, release).get("/papers/3").json() for release in ("v3", "v4")}
    assert {"citations": 10} == {key: shown["v4"][key] for key in shown["v4"].keys() - shown["v3"].keys()}


def test_bad_release_is_healthy_yet_fails(database: Database) -> None:
    """v5 passes its probes, fails every third list, and is slow with the others."""
    bad = Client(database, "v5")
    assert [200, 200] == [bad.get(path).status_code for path in ("/health", "/ready")]
    answers = [bad.get("/papers") for _ in range(6)]
    assert [200, 200, 500, 200, 200, 500] == [answer.status_code for answer in answers]
    assert answers[0].elapsed.total_seconds() >= 0.15


def test_unknown_release() -> None:
    """An unknown release is refused by name, with those that exist."""
    with pytest.raises(UsageError, match=r"no release 'v9'; known releases: v3, v4, v5, v6"):
        release_named("v9")


def test_first_comer_prepares_the_database(tmp_path: Path) -> None:
    """Many who prepare the same file at once leave one whole set of papers."""
    together = threading.Barrier(8)
    failures: list[Exception] = []

    def come(number: int) -> None:
        together.wait()
        try:
            prepare(Database(f"sqlite:///{tmp_path}/papers.sqlite"), SEED)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=come, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == failures
    stored = Database(f"sqlite:///{tmp_path}/papers.sqlite")
    assert 50 == Papers(stored).count()
    stored.engine.dispose()
    assert [] == [path.name for path in tmp_path.iterdir() if not path.name.startswith("papers.sqlite")]

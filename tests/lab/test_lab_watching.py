"""Errors, usage, figures and settings: what operators see."""

from pathlib import Path

import pytest

from checks.lab.breaker import Breaker
from checks.lab.cache import Cache
from checks.lab.database import Database
from checks.lab.guard import Guard
from checks.lab.measure import optimise
from checks.lab.uptime import Uptime
from checks.lab.usage import MOST_WAITING
from tests.lab.hubs import Client


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_errors_are_grouped(database: Database) -> None:
    """Errors from one place are one group, those of another release as well; another route is another."""
    bad, hub = Client(database, "v5"), Client(database, "v4")
    for visitor in ("ann", "ben"):
        for _ in range(3):
            bad.ask("GET", "/papers?q=x", headers={"X-Visitor": visitor})
    hub.ask("POST", "/errors/test", "operator")
    groups = hub.get("/errors", "operator").json()["groups"]
    assert [("/errors/test", 1), ("/papers", 2)] == [(one["route"], one["count"]) for one in groups]
    index = groups[1]
    assert ("application", 2, False, "v5") == tuple(
        index[key] for key in ("category", "affected", "resolved", "release")
    )
    assert "LookupError: the search index is corrupt" == index["message"]
    assert ("curl -X GET /papers?q=x", "anonymous") == (index["reproduce"], index["context"]["role"])
    assert "in list_papers" in index["stack"]


def test_a_resolved_error_opens_again(hub: Client) -> None:
    """Mended until it comes back."""
    reference = hub.ask("POST", "/errors/test", "operator").json()["reference"]
    assert {"resolved": True} == hub.ask("POST", f"/errors/{reference}/resolve", "operator").json()
    assert [True] == [one["resolved"] for one in hub.get("/errors", "operator").json()["groups"]]
    hub.ask("POST", "/errors/test", "operator")
    assert [(False, 2)] == [(one["resolved"], one["count"]) for one in hub.get("/errors", "operator").json()["groups"]]


def test_an_error_of_the_database_is_not_lost(hub: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where groups are kept is what broke: the error is printed instead."""
    (tmp_path / "papers.sqlite").unlink()
    assert "none" == hub.get("/papers").json()["reference"]
    assert "an error could not be noted" in capsys.readouterr().out


def test_usage(hub: Client) -> None:
    """Features by visitor, the way they went, how many reached the goal, and how much was synthetic."""
    paper = {"title": "T", "authors": "A", "year": 2026}
    hub.ask("GET", "/papers", headers={"X-Visitor": "ann"})
    hub.ask("GET", "/papers/7", headers={"X-Visitor": "ann"})
    hub.ask("POST", "/papers", "editor", headers={"X-Visitor": "ann"}, json=paper)
    hub.ask("GET", "/papers", headers={"X-Visitor": "robot", "X-Synthetic": "1"})
    report = hub.get("/usage/weekly", "operator").json()
    assert (4, 2, 25.0, 50.0) == tuple(
        report[k] for k in ("events", "visitors", "synthetic_percent", "conversion_percent")
    )
    assert {"paper added": 50.0, "paper read": 50.0, "papers listed": 100.0} == report["features"]
    assert {"papers listed → paper read": 1, "paper read → paper added": 1} == report["journeys"]
    assert [
        "50 % of 2 visitors added a paper.",
        "25 % of the events are synthetic: they say nothing about people.",
    ] == report["insights"][:2]
    assert None is report["revenue"]
    assert 404 == hub.get("/usage/hourly", "operator").status_code


def test_usage_of_nobody(hub: Client) -> None:
    """An empty period says so."""
    report = hub.parts.usage.report("daily")
    assert (0, 0.0, ["Nobody used ResearchHub in this period."]) == (
        report["events"], report["conversion_percent"], report["insights"],
    )  # fmt: skip


def test_usage_waits_for_the_database(hub: Client, tmp_path: Path) -> None:
    """Events that could not be written are written later; beyond 10,000 they are dropped, and counted."""
    hub.parts.usage.note("GET", "/papers", "ann", synthetic=False)
    moved = tmp_path / "away.sqlite"
    (tmp_path / "papers.sqlite").rename(moved)
    with pytest.raises(Exception, match="unable to open"):
        hub.parts.usage.write()
    moved.rename(tmp_path / "papers.sqlite")
    assert 1 == hub.parts.usage.report("daily")["events"]
    for _ in range(MOST_WAITING + 3):
        hub.parts.usage.note("GET", "/papers", "ann", synthetic=False)
    assert 3 == hub.parts.usage.dropped


def test_cache(hub: Client) -> None:
    """The second look is a hit, `no-cache` goes past it, a new paper empties it, and the metrics count."""
    paper = {"title": "T", "authors": "A", "year": 2026}
    seen = [hub.get("/papers").headers["X-Cache"] for _ in range(2)]
    seen.append(hub.ask("GET", "/papers", headers={"Cache-Control": "no-cache"}).headers["X-Cache"])
    hub.ask("POST", "/papers", "editor", json=paper)
    seen.append(hub.get("/papers").headers["X-Cache"])
    assert ["miss", "hit", "bypass", "miss"] == seen
    assert 'researchhub_cache_lookups{kind="miss"} 2.0' in hub.get("/metrics").text


def test_cache_forgets() -> None:
    """Entries end with their time, and the least recently used goes when there are too many."""
    clock = Clock()
    cache = Cache(seconds=1, most=2, clock=clock)
    looked = [cache.get(key, lambda: key)[1] for key in ("a", "b", "a", "c", "b", "c")]  # noqa: B023
    assert ["miss", "miss", "hit", "miss", "miss", "hit"] == looked
    clock.now += 1
    assert ("again", "miss") == cache.get("c", lambda: "again")
    assert 2 == cache.counts["evicted"]


@pytest.mark.parametrize(("year", "status"), [("2003", 200), ("x", 422), ("9" * 17, 200)])
def test_papers_of_a_year(hub: Client, year: str, status: int) -> None:
    """Papers of one year; what is no year is refused."""
    answer = hub.get(f"/papers?year={year}")
    assert status == answer.status_code
    assert all(paper["year"] == int(year) for paper in answer.json().get("papers", []))


def test_page_for_people(hub: Client) -> None:
    """What people search for comes back as text, whatever it is."""
    page = hub.get("/?q=%22%3E%3Cscript%3E").text
    assert "&quot;&gt;&lt;script&gt;" in page and "<script" not in page
    assert "Synthetic study 1:" in hub.get("/").text


def test_configuration(hub: Client) -> None:
    """Four sections, and nothing secret."""
    told = hub.get("/configuration", "admin").json()
    assert {"monitoring", "analytics", "performance", "security"} == told.keys()
    assert "sqlite" == told["performance"]["database"]


def test_breaker() -> None:
    """Three failures open it; after a rest one may try; its failure opens it again, its success closes it."""
    clock = Clock()
    breaker = Breaker(failures=3, rest_seconds=2, clock=clock)
    for _ in range(3):
        assert breaker.allows()
        breaker.failed()
    assert ("open", False) == (breaker.state, breaker.allows())
    clock.now += 2
    assert ("half-open", True, False) == (breaker.state, breaker.allows(), breaker.allows())
    breaker.failed()
    assert "open" == breaker.state
    clock.now += 2
    assert breaker.allows()
    breaker.succeeded()
    assert ("closed", True) == (breaker.state, breaker.allows())


@pytest.mark.parametrize(
    ("bad", "latency", "alarm"), [(0, 20, None), (3, 20, "error rate"), (0, 1200, "latency"), (1, 20, None)]
)
def test_guard(bad: int, latency: float, alarm: str | None) -> None:
    """Above 5 % errors or one second, the release must go; before 30 requests nothing is said."""
    clock = Clock()
    guard = Guard("green", "blue", clock=clock)
    for number in range(29):
        guard.add(failed=number < bad, latency_ms=latency)
    assert None is guard.alarm()
    guard.add(failed=False, latency_ms=latency)
    assert alarm == guard.alarm()
    clock.now += 6
    guard.add(failed=False, latency_ms=20)
    assert ({"requests": 1, "error_percent": 0.0}, 6.0) == (
        {key: guard.figures()[key] for key in ("requests", "error_percent")},
        guard.figures()["armed_seconds"],
    )


def test_uptime() -> None:
    """Two probes in a row that fail are an outage, from the first of them to the next good one."""
    clock = Clock()
    uptime = Uptime(clock)
    assert None is uptime.figures()["available_percent"]
    for up in (True, False, True, False, False, False, True):
        uptime.add(up=up)
        clock.now += 1
    figures = uptime.figures()
    assert (7, 4, False, 42.8571) == tuple(figures[k] for k in ("probes", "failed", "down", "available_percent"))
    assert [{"alert": "ResearchHubDown", "began": 1003.0, "ended": 1006.0}] == figures["outages"]


def test_optimisations_are_measured() -> None:
    """Each of the three has a before, an after, and what lies between."""
    found = optimise()
    for what in ("cache", "index", "pool"):
        before, after = found[what]["before_ms"], found[what]["after_ms"]
        assert abs(found[what]["improvement_percent"] - 100 * (1 - after / before)) < 5
    assert found["cache"]["improvement_percent"] > 50

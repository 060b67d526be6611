"""What the load generator counts, on a clock of the test's own."""

import re

import pytest

from checks.lab.phases import MOST_PHASES, Ledger, Outcome
from checks.lab.traffic import request_number


class Clock:
    """Seconds that pass only when told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(clock: Clock) -> Ledger:
    return Ledger(clock)


def test_counts(ledger: Ledger, clock: Clock) -> None:
    """Requests are counted by outcome, release and colour, and latencies are ranked."""
    for latency in range(1, 101):
        ledger.current.add(Outcome(float(latency), "v3", "blue"))
    clock.now += 2
    ledger.current.add(Outcome(5000.0, "none", "none", "GET /papers: ReadTimeout"))
    clock.now += 3
    figures = ledger.current.figures()
    assert (101, 1, 0.99) == (figures["requests"], figures["failed"], figures["failed_percent"])
    assert (51.0, 96.0, 5000.0) == (figures["p50_ms"], figures["p95_ms"], figures["max_ms"])
    assert {"v3": 100, "none": 1} == figures["by_release"]
    assert {"blue": 100, "none": 1} == figures["by_colour"]
    assert (2.0, 3.0, 5.0) == (figures["recovery_seconds"], figures["quiet_seconds"], figures["seconds"])
    assert ["GET /papers: ReadTimeout"] == figures["examples"]


def test_nothing_seen_yet(ledger: Ledger, clock: Clock) -> None:
    """A phase without requests claims nothing."""
    clock.now += 4
    figures = ledger.current.figures()
    assert (0, 0, 0.0, 0.0) == tuple(figures[key] for key in ("requests", "failed", "p95_ms", "recovery_seconds"))
    assert 4.0 == figures["quiet_seconds"]


def test_a_request_counts_where_it_started(ledger: Ledger, clock: Clock) -> None:
    """A request that ends in a later phase, or in the same one begun afresh, counts to its own."""
    first = ledger.begin("switch")
    second = ledger.begin("switch")
    clock.now += 1
    first.add(Outcome(1.0, "v3", "blue", "late failure"))
    assert (1, 0) == (first.failed, second.failed)
    assert second is ledger.phases["switch"]
    assert 0.0 == first.figures()["quiet_seconds"]


def test_only_the_newest_phase_runs(ledger: Ledger, clock: Clock) -> None:
    """Beginning a phase ends the one before, whose seconds stand still from then on."""
    ledger.begin("one")
    clock.now += 1
    ledger.begin("two")
    clock.now += 1
    assert [False, False, True] == [phase.figures()["running"] for phase in ledger.phases.values()]
    assert 1.0 == ledger.phases["one"].figures()["seconds"]


def test_memory_is_bounded(ledger: Ledger) -> None:
    """Old phases are forgotten, and of the failures only three are kept in full."""
    for number in range(2 * MOST_PHASES):
        ledger.begin(f"phase-{number}")
    for _ in range(10):
        ledger.current.add(Outcome(1.0, "v5", "blue", "x"))
    assert MOST_PHASES == len(ledger.phases)
    assert (10, 3) == (ledger.current.failed, len(ledger.current.figures()["examples"]))


def test_traffic_keeps_its_shares() -> None:
    """Each 20 requests hold 8 lists, 4 papers, 2 citations, 3 searches, 2 versions and a new paper."""
    sent = [request_number(number) for number in range(1000, 1020)]
    kinds = [(method, re.sub("[0-9]+", "N", path)) for method, path, _ in sent]
    expected = {
        ("GET", "/papers"): 8, ("GET", "/papers/N"): 4, ("GET", "/papers/N/citations"): 2, ("GET", "/papers?q=imaginary"): 3,
        ("GET", "/version"): 2, ("POST", "/papers"): 1,
    }  # fmt: skip
    assert expected == {kind: kinds.count(kind) for kind in kinds}

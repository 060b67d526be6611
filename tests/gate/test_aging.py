"""Evidence grows old: what is past its time is stale, and nothing else is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from proofbook.gate.aging import aged
from proofbook.instants import stamp
from proofbook.model.status import Status
from tests.gate.records import item, report, result

NOW = datetime(2026, 11, 24, tzinfo=UTC)
PAST, FUTURE = "2026-11-23T23:59:59.999Z", "2026-11-24T00:00:00.001Z"


def test_aged() -> None:
    """A pass whose time is over; a failure stays one, and so does what holds for ever."""
    seen = report(
        result("over", valid_until=PAST),
        result("fresh", valid_until=FUTURE),
        result("failed", Status.FAILED, valid_until=PAST),
        result("to the moment", valid_until=stamp(NOW)),
        result("lasting"),
    )
    statuses = {one.check: one.status for one in aged(seen, NOW).results}
    assert statuses == {
        "over": Status.STALE,
        "fresh": Status.PASSED,
        "failed": Status.FAILED,
        "to the moment": Status.STALE,
        "lasting": Status.PASSED,
    }
    assert aged(seen, NOW).results[0].reason == f"the last look was valid until {PAST}, and nobody has looked since"


@pytest.mark.parametrize(("seconds", "becomes"), [(300, Status.PASSED), (300.001, Status.STALE)])
def test_a_clock_that_was_ahead(seconds: float, becomes: Status) -> None:
    """Five minutes may be two machines; more is a wrong clock, and what holds for a while only is of no known age."""
    late = "2999-01-01T00:00:00.000Z"
    seen = replace(
        report(
            result("dated", valid_until=late),
            result("lasting"),
            result("failed", Status.FAILED, valid_until=late),
            items=(
                item("evidence", Status.PASSED, valid_until=late, proofs=("dated",)),
                item("lasting", Status.PASSED, proofs=("lasting",)),
                item("signed", Status.PASSED, valid_until=late),
                item("failed", Status.FAILED, valid_until=late, proofs=("failed",)),
            ),
        ),
        started=stamp(NOW + timedelta(seconds=seconds)),
    )
    found = aged(seen, NOW)
    assert [becomes, Status.PASSED, Status.FAILED] == [one.status for one in found.results]
    assert [becomes, Status.PASSED, Status.PASSED, Status.FAILED] == [one.status for one in found.items]
    reasons = {one.reason for one in (*found.results, *found.items) if one.status is Status.STALE}
    said = f"seen at {seen.started}, which has not come: a clock was wrong, so nobody knows how old this is"
    assert reasons == ({said} if becomes is Status.STALE else set())

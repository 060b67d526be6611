"""Evidence grows old: what is past its time is stale, and nothing else is."""

from __future__ import annotations

from datetime import UTC, datetime

from proofbook.gate.aging import aged
from proofbook.model.status import Status
from tests.gate.records import report, result

NOW = datetime(2026, 11, 24, tzinfo=UTC)
PAST, FUTURE = "2026-11-23T23:59:59.999Z", "2026-11-24T00:00:00.001Z"


def test_aged() -> None:
    """A pass whose time is over; a failure stays one, and so does what holds for ever."""
    seen = report(
        result("over", valid_until=PAST),
        result("fresh", valid_until=FUTURE),
        result("failed", Status.FAILED, valid_until=PAST),
        result("lasting"),
    )
    statuses = {one.check: one.status for one in aged(seen, NOW).results}
    assert statuses == {
        "over": Status.STALE,
        "fresh": Status.PASSED,
        "failed": Status.FAILED,
        "lasting": Status.PASSED,
    }
    assert aged(seen, NOW).results[0].reason == f"the last look was valid until {PAST}, and nobody has looked since"

"""Durations, dates and names, as YAML writes them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofbook.model.fields import DATE, DURATION, IDENTIFIER, begun, later, moment, seconds

DURATIONS = {"250ms": 0.25, "30s": 30, "1.5m": 90, "24h": 86_400, "30d": 2_592_000, "0s": 0, "007s": 7}

#: A date, and the instant at which it ends.
MOMENTS = {
    "2026-11-23": "2026-11-24T00:00:00+00:00",
    "2026-12-31": "2027-01-01T00:00:00+00:00",
    "2028-02-28": "2028-02-29T00:00:00+00:00",
    "2028-02-29": "2028-03-01T00:00:00+00:00",
    "2026-02-28": "2026-03-01T00:00:00+00:00",
    "2026-11-23T00:00:00Z": "2026-11-23T00:00:00+00:00",
    "2026-11-23T23:59:59.5Z": "2026-11-23T23:59:59.500000+00:00",
    "2026-11-23T00:00:00+14:00": "2026-11-22T10:00:00+00:00",
    "2026-11-23T00:00:00-14:00": "2026-11-23T14:00:00+00:00",
    "2026-03-29T02:30:00+02:00": "2026-03-29T00:30:00+00:00",
    "2026-11-23T05:30+05:30": "2026-11-23T00:00:00+00:00",
}

NOT_DATES = [
    "2026-02-29",
    "2026-13-01",
    "2026-11-31",
    "2026-11-23T12:00:00",
    "2026-11-23 12:00:00Z",
    "2026-11-23T25:00:00Z",
    "2026-11",
    "20261123",
    "2026-W47-1",
    "2026-W47",
    "23.11.2026",
    "2026-11-23\n",
    "٢٠٢٦-11-23",
    "tomorrow",
    "",
]

#: A pattern, what it takes and what it refuses.
PATTERNS = [
    (
        IDENTIFIER,
        ["a", "deploy-blue-green", "p95.api_v2", "1"],
        ["", "A", "a b", "a--b", "-a", "a-", "a\n", "a/b", "é"],
    ),
    (DURATION, ["1s", "1.5h", "250ms", "0d"], ["", "1", "s", "1 s", "-1s", "1w", ".5s", "1.s", "1s\n", "1S"]),
    (DATE, ["2026-11-23", "2026-11-23T12:00:00Z", "2026-11-23T12:00+02:00"], ["2026-11-23T12:00", "2026-11-23\n", "x"]),
]

#: A date, a time, and whether the date has come by then: a day begins where clocks are 14 hours ahead of UTC.
BEGUN = [
    ("2026-11-23", "2026-11-22T09:59:59+00:00", False),
    ("2026-11-23", "2026-11-22T10:00:00+00:00", True),
    ("2026-11-23", "2027-01-01T00:00:00+00:00", True),
    ("0001-01-01", "2026-01-01T00:00:00+00:00", True),
    ("2026-11-23T12:00:00Z", "2026-11-23T11:59:59+00:00", False),
    ("2026-11-23T12:00:00Z", "2026-11-23T12:00:00+00:00", True),
    ("2026-11-23T12:00:00+14:00", "2026-11-22T22:00:00+00:00", True),
]


@pytest.mark.parametrize(("duration", "length"), DURATIONS.items())
def test_a_duration_is_so_many_seconds(duration: str, length: float) -> None:
    """Durations are read in milliseconds, seconds, minutes, hours and days."""
    assert length == seconds(duration)


@pytest.mark.parametrize(("date", "instant"), MOMENTS.items())
def test_a_bare_date_ends_at_midnight_utc_and_a_time_at_itself(date: str, instant: str) -> None:
    """A bare date ends at 24:00 UTC, leap days included; a time with its offset is that instant in UTC."""
    assert instant == moment(date).isoformat()


@pytest.mark.parametrize("date", NOT_DATES)
def test_what_is_no_date_is_refused(date: str) -> None:
    """What the calendar does not have, what lacks its offset, and any other way to write a date is refused, never guessed."""
    with pytest.raises(ValueError, match=r"day|month|hour|ISO 8601"):
        moment(date)


@pytest.mark.parametrize(("pattern", "right", "wrong"), PATTERNS)
def test_a_pattern_takes_the_whole_value(pattern: str, right: list[str], wrong: list[str]) -> None:
    """Names, durations and dates are matched as a whole, a line end after them included."""
    assert right == [text for text in right + wrong if re.search(pattern, text)]


@pytest.mark.parametrize(("date", "now", "come"), BEGUN)
def test_a_date_has_come_when_it_is_that_day_anywhere(date: str, now: str, *, come: bool) -> None:
    """A bare date has come as soon as it is that day anywhere on Earth; a time at itself, and not a second sooner."""
    assert come is begun(date, datetime.fromisoformat(now))


@given(st.dates(datetime(2000, 1, 1, tzinfo=UTC).date(), datetime(2100, 1, 1, tzinfo=UTC).date()))
def test_a_day_that_is_over_has_come(day: object) -> None:
    """Every day has come long before it ends."""
    end = moment(str(day))
    assert [True, False] == [begun(str(day), end), begun(str(day), end - timedelta(hours=38, seconds=1))]


@pytest.mark.parametrize(
    ("duration", "instant"),
    [
        (90.5, "2026-11-23T00:01:30.500000+00:00"),
        (1e15, "9999-12-31T23:59:59.999999+00:00"),
        (float("inf"), "9999-12-31T23:59:59.999999+00:00"),
    ],
)
def test_later_than_all_dates_is_the_end_of_them(duration: float, instant: str) -> None:
    """A validity of a million years is read as the end of all dates and never crashes."""
    assert instant == later(datetime(2026, 11, 23, tzinfo=UTC), duration).isoformat()

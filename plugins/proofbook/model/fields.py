"""The kinds of value that YAML fields hold, each with its pattern and its words for editors."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import Annotated

from msgspec import Meta

# In Python `$` also stands before a last line end; `(?!\n)` makes it mean what it means elsewhere.
IDENTIFIER = r"^[a-z0-9]+(?:[-_.][a-z0-9]+)*$(?!\n)"
DURATION = r"^[0-9]+(?:\.[0-9]+)?(?:ms|s|m|h|d)$(?!\n)"
NAME = r"^\S(?:.*\S)?$(?!\n)"
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+(?:Z|[+-][0-9:]+))?$(?!\n)"

Identifier = Annotated[
    str,
    Meta(
        pattern=IDENTIFIER,
        max_length=100,
        description="Stable name: lower-case letters, digits, and single `-`, `_` or `.` between them.",
        examples=["deploy-blue-green"],
    ),
]
CheckId = Annotated[
    str,
    Meta(
        pattern=IDENTIFIER.replace("$(?!", f"(?:/{IDENTIFIER[1:].partition('$')[0]})?$(?!"),
        max_length=201,
        description="Id of a check; `document/step` or `environment/service` where the check has none of its own.",
        examples=["green-answers", "deploy-blue-green/switch"],
    ),
]
Title = Annotated[str, Meta(min_length=1, max_length=200, description="One line for people.")]
Prose = Annotated[str, Meta(min_length=1, description="Markdown for people.")]
Words = Annotated[str, Meta(min_length=1, max_length=500, description="Plain text, one line.")]
Duration = Annotated[
    str,
    Meta(pattern=DURATION, description="A length of time.", examples=["5m", "250ms", "30s", "24h", "30d"]),
]
Date = Annotated[
    str,
    Meta(
        pattern=DATE,
        description="ISO 8601; a bare date ends at 24:00 UTC.",
        examples=["2026-11-20", "2026-11-20T18:00:00Z"],
    ),
]
#: Names of owners, alerts and requirements are taken as they are written.
Name = Annotated[str, Meta(min_length=1, max_length=200, pattern=NAME)]

#: A new day begins first where clocks are 14 hours ahead of UTC.
FIRST_ZONE = timedelta(hours=14)

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def seconds(duration: str) -> float:
    """The length of a duration such as `250ms` or `30d`, in seconds."""
    number = duration.rstrip("mshd")
    return float(number) * _UNITS[duration[len(number) :]]


def moment(date: str) -> datetime:
    """The instant at which a date ends: a bare date at 24:00 UTC, a time at itself.

    Raises:
        ValueError: there is no such date, or a time lacks its offset.
        OverflowError: it ends after the last day there is.
    """
    if not re.match(DATE, date):
        raise ValueError(f"{date} is not an ISO 8601 date, or a time with its offset")
    at = datetime.fromisoformat(date)
    if "T" not in date:
        return datetime.combine(at.date(), time(), UTC) + timedelta(days=1)
    return at.astimezone(UTC)


def begun(date: str, now: datetime) -> bool:
    """Whether a date has come: a time at itself, a bare date as soon as it is that day anywhere on Earth."""
    ahead = timedelta() if "T" in date else timedelta(days=1) + FIRST_ZONE
    return now + ahead >= moment(date)


def later(at: datetime, duration: float) -> datetime:
    """So many seconds later, or at the end of all dates if that comes first."""
    try:
        return at + timedelta(seconds=duration)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)

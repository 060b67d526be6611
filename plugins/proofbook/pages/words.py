"""How pages say things: statuses, lengths of time, numbers, moments."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from proofbook.instants import parse, stamp
from proofbook.model.environment import Grade
from proofbook.model.fields import moment
from proofbook.model.results import ItemResult
from proofbook.model.status import Status, proves

#: The tint of each status; never the only sign, always beside icon and word.
TINTS: dict[Status, str] = {
    Status.PASSED: "pass",
    Status.ATTESTED: "signed",
    Status.FLAKY: "warn",
    Status.WAIVED: "warn",
    Status.STALE: "warn",
    Status.EXPIRED: "warn",
    Status.ERROR: "fail",
    Status.FAILED: "fail",
    Status.BLOCKED: "warn",
}

#: Below these the smaller unit reads better; they lie where rounding would say `1000 ms` or `60 s`.
_SECOND, _MANY_SECONDS, _MINUTE, _MANY_MINUTES = 0.9995, 99.95, 59.5, 120
_LARGE = 100


def tint(status: Status) -> str:
    """The tint of a status."""
    return TINTS.get(status, "muted")


def label(status: Status) -> str:
    """The status as people read it; of a step, `not_applicable` means that only a person can do it."""
    return "for a person" if status is Status.NOT_APPLICABLE else status.replace("_", " ")


def item_label(item: ItemResult) -> str:
    """The status of an item; good evidence of too low a grade says where it was shown."""
    if item.status is Status.NOT_REVIEWED and item.wanted and item.grade and item.reason.startswith("demonstrated"):
        return f"shown on {item.grade}"
    return "not applicable" if item.status is Status.NOT_APPLICABLE else label(item.status)


def proved(item: ItemResult) -> bool:
    """Whether it counts as proved."""
    return proves(item.status)


def place_of(grade: Grade) -> str:
    """Where it was seen, for a sentence."""
    return {"local": "this machine", "lab": "the lab"}.get(grade, str(grade))


def took(seconds: float) -> str:
    """A length of time that was measured."""
    if seconds < _SECOND:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.1f} s" if seconds < _MANY_SECONDS else f"{seconds / 60:.1f} min"


def estimate(seconds: float) -> str:
    """A length of time that somebody guessed."""
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < _MANY_MINUTES else f"{round(minutes / 60, 1):g} h"


def number(value: Any) -> str:
    """A figure: thousands apart, no more digits than mean something."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.0f}" if abs(value) >= _LARGE else f"{value:.3g}"


def when(instant: str) -> str:
    """An instant for readers without JavaScript."""
    return parse(instant).strftime("%Y-%m-%d %H:%M UTC")


def begins(date: str) -> str:
    """The instant at which a date begins: a bare date at 0:00 UTC, a time at itself."""
    return stamp(moment(date) - (timedelta() if "T" in date else timedelta(days=1)))


def ends(date: str) -> str:
    """The instant at which a date ends."""
    return stamp(moment(date))


def count(amount: int, noun: str, plural: str = "") -> str:
    """`1 item`, `2 items`."""
    return f"{amount} {noun if amount == 1 else plural or noun + 's'}"


def verb(amount: int, one: str, many: str) -> str:
    """The verb that agrees with a number."""
    return one if amount == 1 else many

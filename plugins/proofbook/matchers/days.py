"""How far a date is away. What time it is, is told by the caller."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from proofbook.matchers.base import Incomparable
from proofbook.matchers.values import show, text
from proofbook.model.fields import moment

_DAY_S = 86_400.0


def days_from_now(actual: Any, now: datetime | None) -> float:
    """Days until a date or time; fewer than none if it is past. A bare date ends at 24:00 UTC.

    Raises:
        Incomparable: it is no ISO 8601 date, or nobody said what time it is.
    """
    if now is None:
        raise Incomparable("nobody said what time it is")
    try:
        at = moment(text(actual))
    except (ValueError, OverflowError):
        raise Incomparable(f"{show(actual)} is not an ISO 8601 date, or a time with its offset") from None
    return (at - now).total_seconds() / _DAY_S

"""What is missing, where the expectation and the value beside each other do not show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from proofbook.matchers.collecting import elements, size, taken_from
from proofbook.matchers.days import days_from_now
from proofbook.matchers.language import describe, holds
from proofbook.matchers.values import GLANCE, SHOWN, difference, is_list, show


def shortfall(actual: Any, expected: Any, now: datetime | None = None) -> str:
    """The difference in words, for a value that was compared and is not as expected; often empty.

    Short values speak for themselves. Of long texts and of structures it says where they differ, of
    lists what is missing, of matchers made of matchers which part does not hold.
    """
    wanted = expected if isinstance(expected, Mapping) else {"equals": expected}
    said = [
        _SAYS[name](actual, argument, now)
        for name, argument in wanted.items()
        if name in _SAYS and not holds(actual, {name: argument}, now)
    ]
    return "; ".join(part for part in said if part)


def _equals(actual: Any, wanted: Any, _: datetime | None) -> str:
    long = any(isinstance(one, str) and len(one) > GLANCE for one in (actual, wanted))
    return difference(wanted, actual) if long or isinstance(wanted, Mapping) or is_list(wanted) else ""


def _contains_all(actual: Any, wanted: Any, _: datetime | None) -> str:
    missing, _left = taken_from(actual, wanted)
    return f"missing: {show(missing)}"


def _contains_exactly(actual: Any, wanted: Any, _: datetime | None) -> str:
    missing, left = taken_from(actual, wanted)
    said = [("missing", missing), ("too many", left)]
    return ", ".join(f"{word}: {show(some)}" for word, some in said if some)


def _each(actual: Any, inner: Any, now: datetime | None) -> str:
    every = elements(actual)
    wrong = [index for index, element in enumerate(every) if not holds(element, inner, now)]
    first = every[wrong[0]]
    more = shortfall(first, inner, now)
    said = f"at [{wrong[0]}]: expected {describe(inner)}, got {show(first)}" + (f" ({more})" if more else "")
    return f"{said}; {len(wrong)} of {len(every)} are not as expected"


def _has_length(actual: Any, *_: Any) -> str:
    return f"its length is {size(actual)}"


def _days_from_now(actual: Any, _: Any, now: datetime | None) -> str:
    return f"that is {days_from_now(actual, now):.1f} days from now"


def _has_key(actual: Any, *_: Any) -> str:
    return f"its keys are {show(sorted(actual))}"


def _ends_with(actual: Any, *_: Any) -> str:
    return f"it ends {show(actual[-GLANCE:])}" if len(actual) > SHOWN - len('""') else ""


def _all_of(actual: Any, many: Any, now: datetime | None) -> str:
    return "; ".join(_not_so(actual, inner, now) for inner in many if not holds(actual, inner, now))


def _not_so(actual: Any, inner: Any, now: datetime | None) -> str:
    more = shortfall(actual, inner, now)
    return f"not {describe(inner)}" + (f" ({more})" if more else "")


_SAYS: dict[str, Callable[[Any, Any, datetime | None], str]] = {
    "equals": _equals,
    "contains_all": _contains_all,
    "contains_exactly": _contains_exactly,
    "each": _each,
    "has_length": _has_length,
    "days_from_now": _days_from_now,
    "has_key": _has_key,
    "ends_with": _ends_with,
    "all_of": _all_of,
}

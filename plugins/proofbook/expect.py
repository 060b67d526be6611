"""Facts held against expectations. Pure: no I/O, no clock."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from proofbook.errors import CouldNotLook
from proofbook.matchers import MISSING, Incomparable, describe, holds, misuse, printable, shortfall, show
from proofbook.model.check import Figure
from proofbook.model.results import Assertion, Reading
from proofbook.selecting import select


def judge(
    facts: Mapping[str, Any], expect: Mapping[str, Any], keyed: Mapping[str, str], now: datetime | None = None
) -> tuple[Assertion, ...]:
    """One assertion for each expectation, in the order they are written.

    `keyed` names the facts that hold many values, with how their keys select: `jsonpath` or `name`.
    `now` is what `days_from_now` counts from.

    Raises:
        CouldNotLook: nothing is expected, or what is expected is no matcher once variables are filled in.
    """
    made: list[Assertion] = []
    for fact, wanted in expect.items():
        value = facts.get(fact, MISSING)
        one = partial(_assert, fact, now=now)
        if fact in keyed:
            made += [one(key, select(value, key, keyed[fact]), inner) for key, inner in wanted.items()]
        else:
            made.append(one("", value, wanted))
    if not made:
        raise CouldNotLook("nothing is expected of what was seen")
    return tuple(made)


def _assert(fact: str, path: str, actual: Any, wanted: Any, *, now: datetime | None) -> Assertion:
    if fault := misuse(wanted):
        raise CouldNotLook(f"`expect` of `{fact}` with its variables filled in: {fault}")
    ok, detail = _compare(actual, wanted, now)
    return Assertion(fact=fact, path=path, expected=describe(wanted), actual=show(actual), ok=ok, detail=detail)


def _compare(actual: Any, wanted: Any, now: datetime | None) -> tuple[bool, str]:
    try:
        if holds(actual, wanted, now):
            return True, ""
        return False, shortfall(actual, wanted, now)
    except Incomparable as error:
        return False, str(error)


def explain(assertions: tuple[Assertion, ...]) -> str:
    """Why it failed, in one line each; empty if nothing did."""
    return "; ".join(_sentence(assertion) for assertion in assertions if not assertion.ok)


def _sentence(assertion: Assertion) -> str:
    name = f"{assertion.fact} {assertion.path}".strip()
    sentence = f"{name}: expected {assertion.expected}, got {assertion.actual}"
    return f"{sentence} ({assertion.detail})" if assertion.detail else sentence


def read(
    facts: Mapping[str, Any],
    figures: tuple[Figure, ...],
    keyed: Mapping[str, str],
    assertions: tuple[Assertion, ...],
) -> tuple[Reading, ...]:
    """The readings of those figures that the facts hold, each with its target where there is one."""
    targets = {(assertion.fact, assertion.path): assertion for assertion in assertions}
    made = []
    for figure in figures:
        value = facts.get(figure.fact, MISSING)
        if figure.path:
            value = select(value, figure.path, keyed[figure.fact])
        if value is not MISSING:
            made.append(_reading(figure, value, targets.get((figure.fact, figure.path))))
    return tuple(made)


def _reading(figure: Figure, value: Any, target: Assertion | None) -> Reading:
    plain = _plain(value)
    if target is None:
        return Reading(title=figure.title, value=plain, unit=figure.unit)
    return Reading(title=figure.title, value=plain, unit=figure.unit, target=target.expected, ok=target.ok)


def _plain(value: Any) -> Any:
    """A value that a file can hold as it is; anything else as a person reads it."""
    if isinstance(value, str):
        return printable(value)
    kept = isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))
    return value if kept else show(value)

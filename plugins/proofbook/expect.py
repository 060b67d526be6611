"""Facts held against expectations. Pure: no I/O, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofbook.matchers import MISSING, Incomparable, describe, difference, holds, show
from proofbook.model.check import Figure
from proofbook.model.results import Assertion, Reading
from proofbook.selecting import select


def judge(facts: Mapping[str, Any], expect: Mapping[str, Any], keyed: Mapping[str, str]) -> tuple[Assertion, ...]:
    """One assertion for each expectation, in the order they are written.

    `keyed` names the facts that hold many values, with how their keys select: `jsonpath` or `name`.
    """
    made: list[Assertion] = []
    for fact, wanted in expect.items():
        if fact in keyed:
            made += [_keyed(fact, facts.get(fact, MISSING), key, w, keyed[fact]) for key, w in wanted.items()]
        else:
            made.append(_assert(fact, "", facts.get(fact, MISSING), wanted))
    return tuple(made)


def _keyed(fact: str, value: Any, key: str, wanted: Any, how: str) -> Assertion:
    return _assert(fact, key, select(value, key, how), wanted)


def _assert(fact: str, path: str, actual: Any, wanted: Any) -> Assertion:
    ok, detail = _compare(actual, wanted)
    return Assertion(fact=fact, path=path, expected=describe(wanted), actual=show(actual), ok=ok, detail=detail)


def _compare(actual: Any, wanted: Any) -> tuple[bool, str]:
    try:
        if holds(actual, wanted):
            return True, ""
    except Incomparable as error:
        return False, str(error)
    return False, _detail(actual, wanted)


def _detail(actual: Any, wanted: Any) -> str:
    """For whole structures: where they differ. Short values speak for themselves."""
    whole = wanted.get("equals") if isinstance(wanted, Mapping) else None
    return difference(whole, actual) if isinstance(whole, (Mapping, list)) else ""


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
    plain = value if isinstance(value, (str, int, float, bool)) else show(value)
    if target is None:
        return Reading(title=figure.title, value=plain, unit=figure.unit)
    return Reading(title=figure.title, value=plain, unit=figure.unit, target=target.expected, ok=target.ok)

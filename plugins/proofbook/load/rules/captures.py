"""Captured values: what is captured is a fact, and what is used is captured by a check that is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from proofbook.load.rules.facts import check_fact
from proofbook.load.source import Found, Source, Sources
from proofbook.model.place import NodePath
from proofbook.model.walk import Placed
from proofbook.nearest import did_you_mean, listed
from proofbook.variables import references


def check_captured(sources: Sources) -> Found:
    """`capture` names facts of the check's type, with a path exactly where one is needed."""
    for source in sources.every:
        for placed in source.written_checks:
            for name, one in placed.check.common.capture.items():
                yield from check_fact(source, placed.capture_path(name), placed.check.type, one.fact, one.path)


def check_captures(sources: Sources) -> Found:
    """A reference to a captured value: some check captures it, and the one that uses it needs that check."""
    captured = {
        f"{placed.id}.{name}": placed.id
        for source in sources.every
        for placed in source.checks
        for name in placed.check.common.capture
    }
    for source in (one for one in sources.every if one.refers()):
        for placed in source.checks:
            yield from _used(sources, source, placed, captured)


def values_of(placed: Placed) -> Iterator[tuple[NodePath, Any]]:
    """The parts of a check whose references are filled in when it runs."""
    yield placed.params_path, placed.check.params
    yield (*placed.path, "expect"), placed.check.expect
    for key in ("applies_when", "when"):
        if condition := getattr(placed.check.common, key):
            yield (*placed.path, key, "value"), condition.value
            yield (*placed.path, key, "is"), condition.is_


def _used(sources: Sources, source: Source, placed: Placed, captured: Mapping[str, str]) -> Found:
    for path, value in values_of(placed):
        for inner, reference in references(value):
            group, _, name = reference.partition(".")
            if group != "captures":
                continue
            where = (*path, *inner)
            if sources.lacks(name, captured):
                expected = f"one of {listed(captured)}" if captured else "a check with `capture:`"
                message, advice = f"nothing captures ${{{{ {reference} }}}}", did_you_mean(name, captured)
                yield source.problem(where, message, expected=expected, advice=advice)
            elif name in captured and captured[name] not in placed.check.common.needs:
                advice = f"add `needs: [{captured[name]}]`, so that it is there in time"
                message = f"${{{{ {reference} }}}} is used by a check that does not need `{captured[name]}`"
                yield source.problem(where, message, advice=advice)

"""A value can keep both bounds of one matcher: none is at least 1 and at most 0, and *not* that would always pass."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from proofbook.load.rules.checks import PLAIN_DATA
from proofbook.load.source import Found, Sources
from proofbook.matchers import show
from proofbook.model.place import NodePath
from proofbook.variables import MAPS

#: A lower bound and an upper one.
BOUNDS = tuple(product(("ge", "gt"), ("le", "lt")))
#: Those that allow a number which is both of them.
TOUCHING = ("ge", "le")


def check_bounds(sources: Sources) -> Found:
    """Something lies between the lower and the upper bound."""
    for source in sources.every:
        for placed in source.written_checks:
            for fact, wanted in placed.check.expect.items():
                for path, low, high in _crossed(wanted, placed.expect_path(fact)):
                    message = f"no number is both {low} and {high}"
                    yield source.problem(path, message, advice="for one or the other, write `any_of: [{…}, {…}]`")


def _crossed(wanted: Any, path: NodePath) -> Iterator[tuple[NodePath, str, str]]:
    """Every pair of bounds that no number keeps, however deep in other matchers; data holds none."""
    if isinstance(wanted, MAPS):
        for low, high in BOUNDS:
            if low in wanted and high in wanted and _shut(wanted[low], wanted[high], touching=(low, high) == TOUCHING):
                yield (*path, high), f"`{low}: {show(wanted[low])}`", f"`{high}: {show(wanted[high])}`"
        for key, inner in wanted.items():
            if key not in PLAIN_DATA:
                yield from _crossed(inner, (*path, key))
    elif isinstance(wanted, tuple):
        for at, inner in enumerate(wanted):
            yield from _crossed(inner, (*path, at))


def _shut(low: Any, high: Any, *, touching: bool) -> bool:
    """A reference takes its value later."""
    if not all(isinstance(one, (int, float)) for one in (low, high)):
        return False
    return bool(low > high or (low == high and not touching))

"""The mark of functions in `checks/` that `python:` checks may call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

#: Where a marked function keeps its facts.
FACTS = "__proofbook_facts__"


def check(*, facts: Mapping[str, str]) -> Callable[[F], F]:
    """Mark a function as a check: it looks at something, changes nothing, and returns what it saw.

    Args:
        facts: every fact it may return, with a few words about each. They stand in the file as plain
            text: the YAML is held against them without importing it.

    The function returns a dict from the names of facts to values that JSON can hold. A fact that it
    leaves out selects nothing. An exception means that it could not look.
    """

    def mark(function: F) -> F:
        setattr(function, FACTS, dict(facts))
        return function

    return mark

"""What a matcher is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from msgspec import Struct


class _Missing:
    """The value of a fact or path that is not there."""

    def __repr__(self) -> str:
        return "nothing"


MISSING: Final = _Missing()


class Incomparable(Exception):
    """The fact is of a kind that the matcher cannot look at; neither it nor its `not` holds."""


class Matcher(Struct, frozen=True):
    """One matcher: the schema of its argument, whether it holds, and how it reads."""

    schema: dict[str, Any]
    holds: Callable[[Any, Any], bool]
    words: Callable[[Any], str]

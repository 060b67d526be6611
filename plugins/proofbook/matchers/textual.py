"""Matchers of text. Regular expressions run in linear time (RE2), whoever wrote them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from proofbook.errors import CouldNotLook
from proofbook.matchers.base import Incomparable, Matcher
from proofbook.matchers.values import is_list, printable, same, show, text

TEXT = {"type": "string", "minLength": 1}
PATTERN = {"type": "string", "minLength": 1, "format": "re2"}
#: Any value may be contained in a list; the empty text is contained in every text, and says nothing.
CONTAINED = {"minLength": 1}


@lru_cache(maxsize=512)
def compiled(pattern: str) -> Any:
    """The compiled pattern.

    Raises:
        ValueError: RE2 does not take it.
    """
    import re2  # type: ignore[import-untyped]  # heavy, and only matching needs it

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0]
        raise ValueError(reason.decode() if isinstance(reason, bytes) else str(reason)) from None


def _contains(actual: Any, wanted: Any) -> bool:
    if is_list(actual):
        return any(same(wanted, element) for element in actual)
    if not isinstance(wanted, str):
        raise Incomparable(f"{show(actual)} is not a list")
    return wanted in text(actual)


def _matches(actual: Any, pattern: Any) -> bool:
    try:
        expression = compiled(pattern)
    except ValueError as error:  # one that came out of a variable; those in files are seen when they are loaded
        raise CouldNotLook(f"{show(pattern)} is not a regular expression: {error}") from None
    return expression.search(printable(text(actual))) is not None


TEXTUAL: dict[str, Matcher] = {
    "contains": Matcher(CONTAINED, _contains, lambda x: f"containing {show(x)}"),
    "starts_with": Matcher(TEXT, lambda actual, start: text(actual).startswith(start), lambda x: f"starting {show(x)}"),
    "ends_with": Matcher(TEXT, lambda actual, end: text(actual).endswith(end), lambda x: f"ending {show(x)}"),
    "matches": Matcher(PATTERN, _matches, lambda x: f"matching /{printable(x)}/"),
}

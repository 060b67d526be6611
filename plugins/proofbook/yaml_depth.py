"""A guard before composing: libyaml's composer recurses, and deep enough text breaks the process."""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs leave it out
from yaml.events import CollectionEndEvent, CollectionStartEvent

MAX_DEPTH = 50

#: Openers that can nest without growing the indentation, which itself bounds depth by file size.
_OPENERS = re.compile(r"[\[{]|[-?:](?=[ \t])")
#: No stack is in danger below this many openers in a file.
_HARMLESS = 2_000


class TooDeep(yaml.MarkedYAMLError):
    """More levels than anyone writes by hand."""


class TooMuch(Exception):
    """More than is read, aliases expanded; `node` is where it became too much."""

    def __init__(self, node: yaml.Node, message: str, advice: str) -> None:
        super().__init__(message)
        self.node = node
        self.advice = advice


def refuse_depth(text: str) -> None:
    """Walk the events, without recursion, if the text could nest dangerously deep.

    Raises:
        TooDeep: it does.
        yaml.YAMLError: it is not YAML at all.
    """
    if len(text) <= _HARMLESS or len(_OPENERS.findall(text)) <= _HARMLESS:
        return
    parser = CParser(text)
    depth = 0
    while parser.check_event():
        event: Any = parser.get_event()
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _too_deep(event.start_mark)


def known_depth(error: yaml.YAMLError) -> yaml.YAMLError:
    """The error in our words, where libyaml (since 0.2.6) gave up by itself, a thousand levels deep."""
    deep = isinstance(error, yaml.MarkedYAMLError) and "nesting depth" in str(error.problem)
    return _too_deep(getattr(error, "problem_mark", None)) if deep else error


def _too_deep(mark: yaml.error.Mark | None) -> TooDeep:
    return TooDeep(problem=f"nested deeper than {MAX_DEPTH} levels", problem_mark=mark)

"""What a fact is held against can be what it is: `"200"` never equals a number, so *not* `"200"` would always pass."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from proofbook.check_types.registry import check_types
from proofbook.load.explain.types import OLD
from proofbook.load.source import Found, Sources
from proofbook.matchers import show
from proofbook.model.place import NodePath
from proofbook.variables import MAPS
from proofbook.yaml_scalars import WrongScalar, scalar


class Kind(Struct, frozen=True):
    """How a fact of a type reads, and what can equal it."""

    words: str
    fits: tuple[type, ...]


#: A fact of another type may be anything.
KINDS = {
    "integer": Kind("an integer", (int, float)),
    "number": Kind("a number", (int, float)),
    "boolean": Kind("true or false", (bool,)),
    "string": Kind("text", (str,)),
}
Values = Iterator[tuple[NodePath, Any]]


def check_comparable(sources: Sources) -> Found:
    """Every value that a fact must, or must not, equal is of the fact's type."""
    types = check_types()
    for source in sources.every:
        for placed in source.written_checks:
            facts = types[placed.check.type].FACTS
            for name, wanted in placed.check.expect.items():
                kind = KINDS.get(facts[name].type) if name in facts and not facts[name].select else None
                for path, value in _values(wanted, placed.expect_path(name)) if kind else ():
                    if kind and not _fits(value, kind):
                        message = f"`{name}` is {kind.words}, and never {show(value)}"
                        yield source.problem(path, message, advice=_advice(value, kind))


def _values(wanted: Any, path: NodePath) -> Values:
    """Every value that the fact itself is held against, however deep in other matchers."""
    if not isinstance(wanted, MAPS):
        yield path, wanted
        return
    for name, argument in wanted.items():
        here = (*path, name)
        if name in {"equals", "not_equals"}:
            yield here, argument
        elif name == "not":
            yield from _values(argument, here)
        elif name in {"in", "not_in", "all_of", "any_of"} and isinstance(argument, tuple):
            for at, one in enumerate(argument):
                yield from _values(one, (*here, at))


def _fits(value: Any, kind: Kind) -> bool:
    """A reference takes its value later, and any fact may be `null`."""
    if value is None or (isinstance(value, str) and "${{" in value):
        return True
    return isinstance(value, kind.fits) and (isinstance(value, bool) == (bool in kind.fits))


def _advice(value: Any, kind: Kind) -> str:
    if kind.fits == (str,):
        return f'quote it: "{str(value).lower() if isinstance(value, bool) else value}"'
    if bool in kind.fits and str(value).lower() in OLD:
        return f"did you mean `{OLD[value.lower()]}`?"
    try:
        meant = scalar(value.lower()) if isinstance(value, str) else None
    except WrongScalar:
        return ""
    return f"write it without quotes: {show(meant)}" if meant is not None and _fits(meant, kind) else ""

"""A function of `checks/`, as its file tells it."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class Parameter(Struct, frozen=True, kw_only=True):
    """One argument it takes. `types` are the names of those that fit, none for any; `options` the only values."""

    needed: bool
    types: tuple[str, ...] = ()
    options: tuple[Any, ...] = ()


class Function(Struct, frozen=True, kw_only=True):
    """What may be asked of it. `facts` is None where it is not marked `@check`."""

    line: int
    column: int
    parameters: dict[str, Parameter]
    takes_more: bool
    facts: tuple[str, ...] | None
    fault: str = ""

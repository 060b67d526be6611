"""Values given to declared inputs: by drills to their runbook, by `with:` to what is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofbook.load.expressions import PATTERN, wrong_expression
from proofbook.load.source import Found, Source
from proofbook.matchers import show
from proofbook.matchers.textual import compiled
from proofbook.model.place import NodePath
from proofbook.model.runbook import Input
from proofbook.nearest import listed, nearest
from proofbook.variables import references

_PYTHON: dict[str, tuple[type, ...]] = {"string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,)}


def check_input(source: Source, path: NodePath, name: str, wanted: Input) -> Found:
    """The declaration of one input: its pattern compiles, its default fits."""
    if wanted.pattern is not None and (fault := _pattern_fault(wanted.pattern)):
        yield wrong_expression(source, (*path, name, "pattern"), wanted.pattern, PATTERN, fault)
    elif wanted.default is not None and (fault := _unfit(wanted.default, wanted)):
        where: NodePath = (*path, name, "default")
        yield source.problem(
            where, f"the default of `{name}` {fault}", advice=_quoted(source, where, wanted.default, wanted)
        )


def check_given(
    source: Source, path: NodePath, key: str, given: Mapping[str, Any], inputs: Mapping[str, Input], taker: str
) -> Found:
    """Every value given under `key` is asked for and fits, and every input without a default is given."""
    meant = _meant(given, inputs)
    for name, value in given.items():
        wanted = inputs.get(name)
        if wanted is None:
            hint = f"did you mean `{meant[name]}`?" if meant[name] else ""
            expected = f"one of {listed(inputs)}" if inputs else "none: it has no inputs"
            yield source.problem(
                (*path, key, name),
                f"{taker} has no input `{name}`",
                expected=expected,
                advice=hint,
                key=True,
                width=len(name),
            )
        elif not _pattern_fault(wanted.pattern or "") and (fault := _unfit(value, wanted)):
            where: NodePath = (*path, key, name)
            yield source.problem(where, f"`{name}` {fault}", advice=_quoted(source, where, value, wanted))
    for name, wanted in inputs.items():
        if name not in given and wanted.default is None and name not in meant.values():
            yield source.problem(
                path,
                f"nothing fills the input `{name}` of {taker}",
                advice=f"add `{key}: {{{name}: …}}` or give the input a default",
            )


def _meant(given: Mapping[str, Any], inputs: Mapping[str, Input]) -> dict[str, str]:
    """What each unknown argument was probably meant to be: the nearest input, or the only one that is missing."""
    missing = [name for name, wanted in inputs.items() if name not in given and wanted.default is None]
    unknown = [name for name in given if name not in inputs]
    only = missing[0] if len(missing) == len(unknown) == 1 else ""
    return {name: nearest(name, missing) or only or nearest(name, inputs) for name in unknown}


def filled(given: Mapping[str, Any], inputs: Mapping[str, Input]) -> dict[str, Any]:
    """What each input comes to: the value given, else its default."""
    return {name: given.get(name, wanted.default) for name, wanted in inputs.items()}


def _unfit(value: Any, wanted: Input) -> str:
    """Why a value does not fit its input; empty if it does, or if only the run will know it."""
    if isinstance(value, str) and any(references(value)):
        return ""
    kinds = _PYTHON[wanted.type]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        return f"is {show(value)}, not a value of type {wanted.type}"
    if wanted.enum and value not in wanted.enum:
        return f"is {show(value)}, not one of {show(list(wanted.enum))}"
    if wanted.pattern is not None and compiled(wanted.pattern).fullmatch(str(value)) is None:
        return f"is {show(value)}, which does not match {wanted.pattern}"
    return ""


def _quoted(source: Source, path: NodePath, value: Any, wanted: Input) -> str:
    """What to do about a number, or true and false, where text is wanted."""
    return (
        f'quote it: "{source.parsed.written(path)}"' if wanted.type == "string" and not isinstance(value, str) else ""
    )


def _pattern_fault(pattern: str) -> str:
    try:
        compiled(pattern)
    except ValueError as error:
        return str(error)
    return ""

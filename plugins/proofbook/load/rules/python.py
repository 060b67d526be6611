"""`python:` checks call functions that exist, are marked, and take what they are given."""

from __future__ import annotations

from typing import Any

from proofbook.check_types import python
from proofbook.check_types.registry import check_types
from proofbook.load.functions import FOLDER, function_files, read_functions
from proofbook.load.source import Found, Source, Sources
from proofbook.matchers import show
from proofbook.model.functions import Function, Parameter
from proofbook.model.place import NodePath, Place
from proofbook.model.walk import Placed
from proofbook.nearest import did_you_mean, listed
from proofbook.variables import references

_FITS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "list": (tuple, list),
    "null": (type(None),),
}


def check_python(sources: Sources) -> Found:
    """Every call of a function, held against its file. Nothing of it is executed."""
    read: dict[str, dict[str, Function] | str] = {}
    for source in sources.every:
        for placed in source.written_checks:
            if check_types()[placed.check.type] is python and "${{" not in placed.check.params["function"]:
                yield from _called(source, placed, sources, read)


def _called(source: Source, placed: Placed, sources: Sources, read: dict[str, dict[str, Function] | str]) -> Found:
    path: NodePath = (*placed.params_path, "function")
    name = str(placed.check.params["function"])
    module, _, wanted = name.partition(".")
    file = f"{FOLDER}/{module}.py"
    if not (sources.root / file).is_file():
        advice = did_you_mean(module, function_files(sources.root)) or f"functions stand in `{FOLDER}/*.py`"
        yield source.problem(path, f"there is no {file}", advice=advice, width=len(name))
        return
    functions = read[module] if module in read else read.setdefault(module, _read(sources, file))
    if isinstance(functions, str):
        yield source.problem(path, functions, width=len(name))
        return
    function = functions.get(wanted)
    if function is None or function.facts is None:
        yield _unmarked(source, path, file, wanted, functions)
    elif function.fault:
        see = Place(file, function.line, function.column)
        yield source.problem(path, f"{see}: `{wanted}` {function.fault}", width=len(name), see=see)
    else:
        yield from _arguments(source, placed, wanted, function)
        yield from _facts(source, placed, wanted, function.facts)


def _read(sources: Sources, file: str) -> dict[str, Function] | str:
    """The functions of a file, or what is wrong with it."""
    try:
        return read_functions(sources.root / file)
    except SyntaxError as error:
        return f"{Place(file, error.lineno or 0, error.offset or 1)}: {error.msg}"
    except OSError as error:
        return f"{file} cannot be read: {error.strerror}"


def _unmarked(source: Source, path: NodePath, file: str, wanted: str, functions: dict[str, Function]) -> Any:
    marked = [name for name, one in functions.items() if one.facts is not None]
    advice = f"mark it with `@check(facts=…)` in {file}" if wanted in functions else did_you_mean(wanted, marked)
    expected = f"one of {listed(marked)}" if marked else "a function marked `@check`"
    message = f"{file} has no check `{wanted}`"
    return source.problem((*path,), message, expected=expected, advice=advice)


def _arguments(source: Source, placed: Placed, name: str, function: Function) -> Found:
    given, known = placed.check.params.get("with", {}), function.parameters
    for argument, value in given.items():
        path: NodePath = (*placed.params_path, "with", argument)
        if argument in known:
            if fault := _unfit(value, known[argument]):
                yield source.problem(path, f"`{argument}` of `{name}` {fault}")
        elif not function.takes_more:
            expected = f"one of {listed(known)}" if known else "none: it takes no arguments"
            advice = did_you_mean(argument, known)
            message = f"`{name}` takes no argument `{argument}`"
            yield source.problem(path, message, key=True, expected=expected, advice=advice)
    for argument, one in known.items():
        if one.needed and argument not in given:
            advice = f"add `with: {{{argument}: …}}`"
            message = f"`{name}` needs the argument `{argument}`"
            yield source.problem((*placed.params_path, "function"), message, advice=advice)


def _unfit(value: Any, wanted: Parameter) -> str:
    """Why a value does not fit; empty if it does, or if only the run will know it."""
    if isinstance(value, str) and any(references(value)):
        return ""
    if wanted.options and value not in wanted.options:
        return f"is {show(value)}, not one of {show(list(wanted.options))}"
    if not wanted.types or any(_is(value, type_) for type_ in wanted.types):
        return ""
    return f"is {show(value)}, not a value of type {' or '.join(wanted.types)}"


def _is(value: Any, type_: str) -> bool:
    if type_ == "map":
        return hasattr(value, "items")
    return isinstance(value, _FITS[type_]) and (type_ == "boolean" or not isinstance(value, bool))


def _facts(source: Source, placed: Placed, name: str, declared: tuple[str, ...]) -> Found:
    """Facts that are expected, shown or captured are some that the function declares."""
    common = placed.check.common
    used: list[tuple[NodePath, str, bool]] = [
        ((*placed.path, "expect", "facts", fact), fact, True) for fact in placed.check.expect.get("facts", ())
    ]
    used += [
        ((*placed.figure_path(at), "path"), one.path, False)
        for at, one in enumerate(common.evidence)
        if one.fact == "facts"
    ]
    used += [
        ((*placed.capture_path(key), "path"), one.path, False)
        for key, one in common.capture.items()
        if one.fact == "facts"
    ]
    for path, fact, is_key in used:
        if fact not in declared:
            expected, advice = f"one of {listed(declared)}", did_you_mean(fact, declared)
            yield source.problem(path, f"`{name}` has no fact `{fact}`", key=is_key, expected=expected, advice=advice)

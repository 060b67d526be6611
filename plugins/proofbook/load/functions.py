"""The functions of `checks/*.py`, read as syntax trees: nothing is imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from proofbook.model.functions import Function, Parameter

FOLDER = "checks"
#: What YAML can give, and Python's names for it.
TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "list": "list", "dict": "map"}

_Definition = ast.FunctionDef | ast.AsyncFunctionDef


def function_files(root: Path) -> list[str]:
    """The names of the files in which functions may stand, without their ending."""
    return sorted(path.stem for path in (root / FOLDER).glob("*.py") if path.stem.isidentifier() and path.is_file())


def read_functions(path: Path) -> dict[str, Function]:
    """Every function at the top of a file, marked or not.

    Raises:
        SyntaxError: it is no Python.
        OSError: it cannot be read.
    """
    try:
        tree = ast.parse(path.read_bytes(), str(path))
    except (ValueError, RecursionError, MemoryError) as error:
        raise SyntaxError(str(error) or "too deep") from None
    return {node.name: _function(node) for node in tree.body if isinstance(node, _Definition)}


def _function(node: _Definition) -> Function:
    facts, fault = _facts(node)
    if node.args.posonlyargs or node.args.vararg:
        fault = "takes arguments by position, which YAML cannot give"
    return Function(
        line=node.lineno,
        column=node.col_offset + 1,
        parameters=dict(_parameters(node.args)),
        takes_more=node.args.kwarg is not None,
        facts=facts,
        fault=fault,
    )


def _facts(node: _Definition) -> tuple[tuple[str, ...] | None, str]:
    """The names in `@check(facts={…})`, and what is wrong with it."""
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
        if name == "check":
            return _named(decorator)
    return None, ""


def _named(decorator: ast.expr) -> tuple[tuple[str, ...], str]:
    words = decorator.keywords if isinstance(decorator, ast.Call) else []
    given = next((word.value for word in words if word.arg == "facts"), None)
    try:
        facts = ast.literal_eval(given) if given else None
    except (ValueError, TypeError, RecursionError):
        facts = None
    if not isinstance(facts, dict) or not facts or not all(isinstance(name, str) for name in facts):
        return (), 'does not say its facts, as in `@check(facts={"rows": "how many rows"})`, written out'
    return tuple(facts), ""


def _parameters(arguments: ast.arguments) -> Iterator[tuple[str, Parameter]]:
    without = len(arguments.args) - len(arguments.defaults)
    named = [(one, at < without) for at, one in enumerate(arguments.args)]
    named += [(one, default is None) for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    for one, needed in named:
        types, options = _annotated(one.annotation)
        yield one.arg, Parameter(needed=needed, types=types, options=options)


def _annotated(node: ast.expr | None) -> tuple[tuple[str, ...], tuple[object, ...]]:
    """The types and the only values that an annotation lets through; nothing of either for anything at all."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _quoted(node.value)
    if isinstance(node, ast.Constant) and node.value is None:
        return ("null",), ()
    if isinstance(node, ast.Name) and node.id in TYPES:
        return (TYPES[node.id],), ()
    if isinstance(node, ast.Subscript):
        return _subscript(node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        (left, some), (right, others) = _annotated(node.left), _annotated(node.right)
        return ((*left, *right), ()) if left and right and not (some or others) else ((), ())
    return (), ()


def _quoted(text: str) -> tuple[tuple[str, ...], tuple[object, ...]]:
    try:
        return _annotated(ast.parse(text, mode="eval").body)
    except (SyntaxError, ValueError):
        return (), ()


def _subscript(node: ast.Subscript) -> tuple[tuple[str, ...], tuple[object, ...]]:
    """`list[str]`, `dict[str, int]`, `Literal["a", 1]`."""
    name = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    if name == "Literal":
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return (), tuple(part.value for part in parts if isinstance(part, ast.Constant))
    return ((TYPES[name],), ()) if name in {"list", "dict"} else ((), ())

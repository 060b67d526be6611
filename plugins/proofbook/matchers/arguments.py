"""Arguments of matchers whose values are known only when the check runs, held against their schema."""

from __future__ import annotations

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from jsonschema.validators import extend

from proofbook.matchers.language import schema
from proofbook.matchers.values import is_list, printable


def misuse(expected: Any) -> str:
    """What is wrong with what stands after a fact, once its variables are filled in; empty if nothing is.

    What the files themselves say is held against the same schema when they are loaded.
    """
    error = best_match(_validator().iter_errors(expected))
    if error is None:
        return ""
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    return printable(f"{where.lstrip('.')}: {error.message}" if where else error.message)


@cache
def _validator() -> Any:
    types = Draft202012Validator.TYPE_CHECKER.redefine("array", lambda _, value: is_list(value))
    made: Any = extend(Draft202012Validator, type_checker=types)  # type: ignore[no-untyped-call]
    return made({"$ref": "#/$defs/Matcher", "$defs": {"Matcher": schema()}})

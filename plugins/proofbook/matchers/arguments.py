"""Arguments of matchers whose values are known only when the check runs, held against their schema."""

from __future__ import annotations

from functools import cache
from typing import Any

import jsonschema_rs

from proofbook.matchers.language import schema
from proofbook.matchers.values import is_list, printable


def misuse(expected: Any) -> str:
    """What is wrong with what stands after a fact, once its variables are filled in; empty if nothing is.

    What the files themselves say is held against the same schema when they are loaded.
    """
    return "" if _accepts(expected) else _fault(expected)


def _accepts(expected: Any) -> bool:
    """The quick answer; for values that JSON does not have there is none."""
    try:
        accepted: bool = _quick().is_valid(expected)
    except (ValueError, TypeError):
        return False
    return accepted


@cache
def _quick() -> Any:
    return jsonschema_rs.validator_for(_schema())


def _schema() -> dict[str, Any]:
    return {"$ref": "#/$defs/Matcher", "$defs": {"Matcher": schema()}}


def _fault(expected: Any) -> str:
    from jsonschema.exceptions import best_match  # noqa: PLC0415 - heavy, and what is right does without it

    error = best_match(_validator().iter_errors(expected))
    return _said(error) if error else ""


def _said(error: Any) -> str:
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    return printable(f"{where.lstrip('.')}: {error.message}" if where else error.message)


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator  # noqa: PLC0415
    from jsonschema.validators import extend  # noqa: PLC0415

    types = Draft202012Validator.TYPE_CHECKER.redefine("array", lambda _, value: is_list(value))
    made: Any = extend(Draft202012Validator, type_checker=types)  # type: ignore[no-untyped-call]
    return made(_schema())

"""Schema errors in words: what is wrong, where, what was expected, and the name nearest to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import jsonschema_rs
from msgspec import Struct

from proofbook.matchers import show
from proofbook.model.place import NodePath, Problem
from proofbook.nearest import did_you_mean, listed
from proofbook.yaml_text import Parsed

_TYPES = {
    "object": "a map",
    "array": "a list",
    "string": "text",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


class Fault(Struct, frozen=True):
    """What a validator found: the keyword that does not hold, its argument, and where."""

    rule: str
    wanted: Any
    schema: Any
    instance: Any
    path: NodePath
    message: str


def explain(parsed: Parsed, schema: dict[str, Any]) -> list[Problem]:
    """Every problem that a schema finds in a document, in the order of the file.

    jsonschema-rs says quickly that there is none; jsonschema, much slower, says what it is.
    """
    if _quick(_Hashed(schema)).is_valid(parsed.data):
        return []
    faults = list(_faults(parsed, schema))
    ambiguous = [fault.path for fault in faults if fault.rule == "oneOf"]
    found: list[Problem] = []
    for fault in faults:
        if not any(_about_expect(fault.path, check) for check in ambiguous):
            found += _WRITERS.get(fault.rule, _other)(parsed, fault)
    return sorted(set(found))


def _faults(parsed: Parsed, schema: dict[str, Any]) -> Iterator[Fault]:
    for error in _validator(_Hashed(schema)).iter_errors(parsed.data):
        path = tuple(error.absolute_path)
        yield Fault(str(error.validator), error.validator_value, error.schema, error.instance, path, error.message)


def _about_expect(path: NodePath, check: NodePath) -> bool:
    """Without one certain check type, nothing that is said of `expect` can be believed."""
    return path[: len(check) + 1] == (*check, "expect")


class _Hashed:
    """A schema as a cache key by identity; document schemas are made once and never changed."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hashed) and other.schema is self.schema


@cache
def _quick(hashed: _Hashed) -> Any:
    return jsonschema_rs.validator_for(hashed.schema)


@cache
def _validator(hashed: _Hashed) -> Any:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - heavy, and a site without faults does without it

    return Draft202012Validator(hashed.schema)


def _name(path: NodePath) -> str:
    names = [part for part in path if isinstance(part, str)]
    return f"`{names[-1]}`" if names else "the document"


def _at(parsed: Parsed, path: NodePath, message: str, expected: str = "", advice: str = "") -> Problem:
    place = parsed.place(path)
    value = _value(parsed.data, path)
    width = len(str(value)) if isinstance(value, (str, int, float)) else 1
    return parsed.problem(place, message, expected=expected, advice=advice, width=width)


def _value(data: Any, path: NodePath) -> Any:
    for part in path:
        data = data[part]
    return data


def _unknown_keys(parsed: Parsed, fault: Fault) -> Iterator[Problem]:
    known = list(fault.schema.get("properties", {}))
    for key in fault.instance:
        if key not in known:
            yield parsed.problem(
                parsed.place((*fault.path, key), key=True),
                f"unknown key `{key}` in {_name(fault.path)}",
                expected=f"one of {listed(k for k in known if k not in fault.instance)}",
                advice=did_you_mean(key, known),
                width=len(key),
            )


def _missing(parsed: Parsed, fault: Fault) -> Iterator[Problem]:
    for key in fault.wanted:
        if key not in fault.instance:
            more = fault.schema.get("properties", {}).get(key, {}).get("description", "")
            yield _at_key(
                parsed, fault.path, f"{_name(fault.path)} lacks `{key}`", expected=more, advice=f"add `{key}:`"
            )


def _at_key(parsed: Parsed, path: NodePath, message: str, expected: str, advice: str) -> Problem:
    return parsed.problem(parsed.place(path, key=True), message, expected=expected, advice=advice)


def _wrong_type(parsed: Parsed, fault: Fault) -> Iterator[Problem]:
    wanted = fault.wanted if isinstance(fault.wanted, list) else [fault.wanted]
    expected = " or ".join(_TYPES[name] for name in wanted)
    advice = f'quote it: "{fault.instance}"' if wanted == ["string"] and _quotable(fault.instance) else ""
    yield _at(
        parsed, fault.path, f"{_name(fault.path)} is {_described(fault.instance)}", expected=expected, advice=advice
    )


def _quotable(value: Any) -> bool:
    return isinstance(value, (int, float))


def _described(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a map"
    return "a list" if isinstance(value, list) else show(value)


def _check_types(parsed: Parsed, fault: Fault) -> Iterator[Problem]:
    types = [branch["required"][0] for branch in fault.wanted]
    present = [key for key in fault.instance if key in types]
    if present:
        message = f"a check of two check types: {' and '.join(f'`{key}`' for key in present)}"
        place = parsed.place((*fault.path, present[1]), key=True)
        yield parsed.problem(place, message, expected="one", advice="make them two checks", width=len(present[1]))
        return
    unknown = [key for key in fault.instance if key not in fault.schema["properties"]]
    hint = next((h for h in (did_you_mean(key, types) for key in unknown) if h), "")
    yield _at_key(parsed, fault.path, "a check without a check type", f"exactly one of {listed(types)}", hint)


def _other(parsed: Parsed, fault: Fault) -> Iterator[Problem]:
    wanted, words = fault.wanted, _WORDS.get(str(fault.rule))
    message, expected, advice = words(fault) if words else (fault.message, str(wanted), "")
    yield _at(parsed, fault.path, f"{_name(fault.path)} {message}", expected=expected, advice=advice)


def _choice(fault: Fault) -> tuple[str, str, str]:
    options = [str(option) for option in fault.wanted]
    return f"is {show(fault.instance)}", f"one of {listed(options)}", did_you_mean(str(fault.instance), options)


def _pattern(fault: Fault) -> tuple[str, str, str]:
    examples = fault.schema.get("examples", ())
    words = fault.schema.get("description", "")
    expected = words or f"text matching {fault.wanted}"
    return f"is {show(fault.instance)}", expected, f"for example {listed(map(str, examples))}" if examples else ""


def _empty(fault: Fault) -> tuple[str, str, str]:
    return "is empty", f"at least {fault.wanted}", "an empty one would assert nothing: fill it in or remove it"


#: Keys that are refused beside others.
_OUT_OF_PLACE = {
    "expect": "a named check brings its own `expect`: remove it, or write the check out",
    "with": "`with:` gives arguments to the check that `use:` names: add `use:`, or remove it",
}


def _out_of_place(parsed: Parsed, fault: Fault) -> Iterator[Problem]:
    key = str(fault.path[-1])
    place = parsed.place(fault.path, key=True)
    yield parsed.problem(place, f"`{key}` has no place here", advice=_OUT_OF_PLACE.get(key, ""), width=len(key))


_WORDS: dict[str, Callable[[Fault], tuple[str, str, str]]] = {
    "enum": _choice,
    "const": lambda fault: (f"is {show(fault.instance)}", show(fault.wanted), ""),
    "pattern": _pattern,
    "minItems": _empty,
    "minProperties": _empty,
    "minLength": _empty,
    "maxProperties": lambda fault: (f"says {' and '.join(fault.instance)}", f"at most {fault.wanted} of them", ""),
    "minimum": lambda fault: (f"is {show(fault.instance)}", f"at least {fault.wanted}", ""),
    "maximum": lambda fault: (f"is {show(fault.instance)}", f"at most {fault.wanted}", ""),
    "maxLength": lambda fault: (f"has {len(fault.instance)} characters", f"at most {fault.wanted}", ""),
    "maxItems": lambda fault: (f"has {len(fault.instance)} elements", f"at most {fault.wanted}", ""),
}

_WRITERS: dict[str, Callable[[Parsed, Fault], Iterator[Problem]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing,
    "type": _wrong_type,
    "oneOf": _check_types,
    "not": _out_of_place,
}

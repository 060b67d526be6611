"""Values of a wrong type: a list where a map belongs, text where a number does, nothing at all."""

from __future__ import annotations

import json
import re
import shlex
from typing import Any

from proofbook.load.explain.faults import Fault
from proofbook.load.explain.misplaced import in_place_of_a_name
from proofbook.load.explain.words import Said, asked, meant
from proofbook.matchers import show
from proofbook.model.place import NodePath
from proofbook.nearest import listed
from proofbook.yaml_scalars import WrongScalar, scalar
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
#: What YAML 1.1 read as true and false, and people still write.
OLD = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
#: Keys that whoever writes text instead of a map has in mind.
_TELLING = {"argv", "command", "name", "path", "role", "script", "url"}
#: Text that means itself between braces, without quotes.
_PLAIN = re.compile(r"[A-Za-z0-9./_](?:[^,:#{}\[\]\n\"\'\\]|:(?! |$))*")


def wrong_type(parsed: Parsed, fault: Fault) -> Said:
    """A value of a wrong type, with the way to write the right one where one can tell."""
    wanted = fault.wanted if isinstance(fault.wanted, list) else [fault.wanted]
    message = f"is {_described(fault.instance)}"
    if fault.instance is None:
        return Said(message, _expected(wanted, fault.schema), _about_nothing(parsed, fault))
    if isinstance(fault.instance, list) and fault.schema.get("title") == "Matcher":
        return _list_as_matcher(fault, message)
    if advice := in_place_of_a_name(fault.path, fault.instance):
        return Said(message, "the id of a check", advice)
    return Said(message, _expected(wanted, fault.schema), _advice(parsed, fault, wanted))


def _described(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a map"
    return "a list" if isinstance(value, list) else show(value)


def _about_nothing(parsed: Parsed, fault: Fault) -> str:
    place = parsed.place(fault.path)
    line = parsed.lines[place.line - 1] if place.line <= len(parsed.lines) else ""  # it may stand after the last one
    if line[place.column - 1 :].lstrip().startswith("#"):
        return "`#` begins a comment; quote the value if the sign belongs to it"
    return "fill it in or remove it"


def _list_as_matcher(fault: Fault, message: str) -> Said:
    some = show(fault.instance)
    return Said(
        message,
        "a value, or a map of matchers",
        f"write `{{in: {some}}}` for one of them, `{{equals: {some}}}` for all",
    )


def _expected(wanted: list[str], schema: dict[str, Any]) -> str:
    if wanted == ["object"] and "properties" in schema:
        needed = schema.get("required", ())
        names = [f"`{name}`" for name in needed or schema["properties"]]
        return f"a map {'with' if needed else 'of'} {listed(names, 6)}"
    if wanted == ["string"] and "pattern" in schema:
        return asked(schema)
    return " or ".join(_TYPES[name] for name in wanted)


def _advice(parsed: Parsed, fault: Fault, wanted: list[str]) -> str:
    written = parsed.written(fault.path)
    if wanted == ["string"]:
        return _as_text(fault, written)
    if "array" in wanted and not isinstance(fault.instance, dict):
        return f"write `{_as_list(fault.path[-1:], written)}`"
    if "array" in wanted:
        return "begin each of its entries with `- `"
    if wanted == ["object"]:
        return _as_map(fault, written)
    return _as_scalar(written, wanted) if isinstance(fault.instance, str) else ""


def _as_map(fault: Fault, written: str) -> str:
    """The one key that the map must have, with what was written for its value."""
    key, *others = fault.schema.get("required") or ("",)
    shape = fault.schema.get("properties", {}).get(key, {}).get("type")
    if others or key not in _TELLING or not written or not isinstance(fault.instance, str):
        return ""
    plain = written if _PLAIN.fullmatch(written) else json.dumps(written, ensure_ascii=False)
    value = _as_list((key,), written) if shape == "array" else plain
    return f"write `{{{key}: {value}}}`"


def _as_text(fault: Fault, written: str) -> str:
    if not written:
        return "write it as one text; `|` begins text of several lines" if isinstance(fault.instance, list) else ""
    shape = fault.schema.get("pattern", "")
    if shape and not re.search(shape, written):
        return meant(written, shape)
    return f'quote it: "{written}"'


def _as_list(key: NodePath, written: str) -> str:
    if key in {("command",), ("argv",)}:
        try:
            return "[" + ", ".join(shlex.split(written)) + "]"
        except ValueError:  # a quote that is not closed
            return "[program, argument]"
    return f"[{written}]"


def _as_scalar(written: str, wanted: list[str]) -> str:
    low = written.lower()
    if "boolean" in wanted and low in OLD:
        return f"did you mean `{OLD[low]}`?"
    try:
        value = scalar(low)
    except WrongScalar:
        return ""
    fits: dict[str, tuple[type, ...]] = {"boolean": (bool,), "integer": (int,), "number": (int, float)}
    right = any(isinstance(value, fits[name]) for name in wanted if name in fits)
    return f"write it without quotes: {low}" if right else ""

"""Values that have the right type and are wrong all the same: options, patterns, and what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from proofbook.load.explain.faults import Fault
from proofbook.matchers import show
from proofbook.model.fields import DATE, DURATION, IDENTIFIER, NAME
from proofbook.nearest import did_you_mean, listed


class Said(Struct, frozen=True):
    """What is said of a node: what it is, what was expected, what to do."""

    message: str
    expected: str = ""
    advice: str = ""


#: What a pattern asks for, in words.
ASKED = {
    IDENTIFIER: "lower-case letters, digits, and single `-`, `_` or `.` between them",
    DURATION: "a number and its unit, `ms`, `s`, `m`, `h` or `d`",
    NAME: "a line of text, without spaces around it",
    DATE: "a date, or a time with its offset, in ISO 8601",
}
_OPTIONS = re.compile(r"\^\(([\w-]+(?:\|[\w-]+)*)\)\$")
_LENGTH = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([a-z]*)\s*", re.IGNORECASE)
#: How units are written elsewhere, by how they begin here; a bare number is in seconds.
_WORDS = ("milli", "sec", "min", "hour", "day")
_UNITS = {"": "s", "ms": "ms", "s": "s", "m": "m", "h": "h", "hr": "h", "d": "d"}
_UNITS |= dict(zip(_WORDS, ("ms", "s", "m", "h", "d"), strict=True))


def options(instance: Any, wanted: Iterable[Any]) -> Said:
    """A value that is none of those it may be."""
    known = [str(option) for option in wanted]
    return Said(f"is {show(instance)}", f"one of {listed(known)}", did_you_mean(str(instance), known))


def pattern(fault: Fault) -> Said:
    """Text that does not have its pattern."""
    choice = _OPTIONS.fullmatch(fault.wanted)
    if choice:
        return options(fault.instance, choice[1].split("|"))
    examples = [str(one) for one in fault.schema.get("examples", ())]
    advice = meant(fault.instance, fault.wanted) or (f"for example {listed(examples)}" if examples else "")
    return Said(f"is {show(fault.instance)}", asked(fault.schema), advice)


def asked(schema: dict[str, Any]) -> str:
    """What text must look like by its pattern: in known words, the schema's own, or the pattern's."""
    words = ASKED.get(schema["pattern"]) or str(schema.get("description", "")).rstrip(".")
    return words or f"text matching {schema['pattern']}"


def meant(instance: Any, wanted: str) -> str:
    """`did you mean …?` with the value put into the pattern's form, where one can tell."""
    guess = _GUESSES.get(wanted, str)(str(instance))
    return f"did you mean `{guess}`?" if guess and guess != instance and re.search(wanted, guess) else ""


def _duration(text: str) -> str:
    found = _LENGTH.fullmatch(text)
    if not found:
        return ""
    unit = found[2].lower()
    if unit in {"w", "week", "weeks"} and found[1].isdigit():
        return f"{int(found[1]) * 7}d"
    known = _UNITS.get(unit) or next((_UNITS[start] for start in _WORDS if unit.startswith(start)), "")
    return found[1] + known if known else ""


def _identifier(text: str) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", text).lower()
    return re.sub(r"[^a-z0-9_.]+", "-", words).strip("-_.")


_GUESSES = {DURATION: _duration, IDENTIFIER: _identifier}

"""Values that are empty, too small, too large or too many."""

from __future__ import annotations

from collections.abc import Callable

from proofbook.load.explain.faults import Fault
from proofbook.load.explain.words import Said
from proofbook.matchers import show


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _few(noun: str) -> Callable[[Fault], Said]:
    def say(fault: Fault) -> Said:
        expected = f"at least {_count(fault.wanted, noun)}"
        if fault.instance:
            return Said(f"has {_count(len(fault.instance), noun)}", expected)
        return Said("is empty", expected, "it would say nothing: fill it in or remove it")

    return say


def _many(noun: str) -> Callable[[Fault], Said]:
    return lambda fault: Said(f"has {_count(len(fault.instance), noun)}", f"at most {_count(fault.wanted, noun)}")


LIMITS: dict[str, Callable[[Fault], Said]] = {
    "minItems": _few("element"),
    "minProperties": _few("key"),
    "minLength": _few("character"),
    "maxItems": _many("element"),
    "maxProperties": _many("key"),
    "maxLength": _many("character"),
    "minimum": lambda fault: Said(f"is {show(fault.instance)}", f"at least {fault.wanted}"),
    "maximum": lambda fault: Said(f"is {show(fault.instance)}", f"at most {fault.wanted}"),
    "exclusiveMinimum": lambda fault: Said(f"is {show(fault.instance)}", f"more than {fault.wanted}"),
    "exclusiveMaximum": lambda fault: Said(f"is {show(fault.instance)}", f"less than {fault.wanted}"),
    "uniqueItems": lambda _: Said("names something twice", "different elements", "remove one of them"),
}

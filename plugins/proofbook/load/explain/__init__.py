"""Schema errors in words: what is wrong, where, what was expected, and the name nearest to it.

One mistake is one problem: a misspelt key is not also reported as missing, a check whose type is
not certain has its `expect` left alone, and a list of which no element fits is one wrong list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from proofbook.load.explain.faults import Fault, Finding, faults_of
from proofbook.load.explain.keys import explain_keys
from proofbook.load.explain.limits import LIMITS
from proofbook.load.explain.naming import thing
from proofbook.load.explain.types import wrong_type
from proofbook.load.explain.words import Said, options, pattern
from proofbook.matchers import show
from proofbook.model.place import Problem
from proofbook.yaml_text import Parsed

__all__ = ["Finding", "explain", "findings"]


def explain(parsed: Parsed, schema: dict[str, Any]) -> list[Problem]:
    """Every problem that a schema finds in a document, in the order of the file."""
    return sorted({finding.problem for finding in findings(parsed, schema)})


def findings(parsed: Parsed, schema: dict[str, Any]) -> list[Finding]:
    """Every problem that a schema finds, each with the node that is at fault."""
    faults = faults_of(parsed.data, schema)
    about_keys = [fault for fault in faults if fault.rule in {"required", "additionalProperties", "oneOf"}]
    nothing = {fault.path for fault in faults if fault.rule == "minLength" and not fault.instance}
    about_values = [
        one for one in faults if one not in about_keys and not (one.rule == "pattern" and one.path in nothing)
    ]
    every = [*_keys(parsed, about_keys, schema), *_values(parsed, about_values)]
    # What stands under an alias is wrong once, by whatever names it is reached.
    return list({(p.place, p.expected, p.advice): one for one in reversed(every) for p in (one.problem,)}.values())[
        ::-1
    ]


def _keys(parsed: Parsed, faults: list[Fault], schema: dict[str, Any]) -> Iterator[Finding]:
    for path in dict.fromkeys(fault.path for fault in faults):
        there = [fault for fault in faults if fault.path == path]
        yield from explain_keys(parsed, there, schema)


def _values(parsed: Parsed, faults: list[Fault]) -> Iterator[Finding]:
    """One problem a node; of elements that are all of a wrong type only the first, which counts the others."""
    seen: set[tuple[Any, ...]] = set()
    for fault in faults:
        place = parsed.place(fault.path)
        family = fault.path[:-1] if _element(fault) else fault.path
        if (family, fault.rule) not in seen and (place, fault.rule) not in seen:
            yield Finding(_problem(parsed, fault, _alike(fault, faults)), fault.path)
        seen |= {(family, fault.rule), (place, fault.rule)}


def _alike(fault: Fault, faults: list[Fault]) -> int:
    same = [one for one in faults if _element(one) and one.path[:-1] == fault.path[:-1]]
    return len({one.path for one in same}) - 1 if _element(fault) else 0


def _element(fault: Fault) -> bool:
    return fault.rule == "type" and isinstance(fault.path[-1] if fault.path else "", int)


def _problem(parsed: Parsed, fault: Fault, more: int) -> Problem:
    if fault.rule == "not":
        return _out_of_place(parsed, fault)
    said = LIMITS[fault.rule](fault) if fault.rule in LIMITS else _SAYERS.get(fault.rule, _other)(parsed, fault)
    if isinstance(fault.instance, str) and "${{" in fault.instance:
        said = Said(said.message, said.expected, "no reference can stand here: it is read before variables are known")
    others = f", and {more} more of them" if more else ""
    what = f"the name `{fault.instance}`" if fault.key else thing(fault.path, fault.schema, fault.instance)
    message = f"{what} is not one that can be given here" if fault.key else f"{what} {said.message}{others}"
    return parsed.at(fault.path, message, key=fault.key, expected=said.expected, advice=said.advice)


#: Keys that are refused beside others.
_OUT_OF_PLACE = {
    "expect": "a named check brings its own `expect`: remove it, or write the check out",
    "with": "`with:` gives arguments to the check that `use:` names: add `use:`, or remove it",
}


def _out_of_place(parsed: Parsed, fault: Fault) -> Problem:
    key = str(fault.path[-1])
    return parsed.at(fault.path, f"`{key}` has no place here", key=True, advice=_OUT_OF_PLACE.get(key, ""))


def _other(_: Parsed, fault: Fault) -> Said:
    return Said(fault.message, str(fault.wanted))


_SAYERS: dict[str, Callable[[Parsed, Fault], Said]] = {
    "type": wrong_type,
    "enum": lambda _, fault: options(fault.instance, fault.wanted),
    "const": lambda _, fault: Said(f"is {show(fault.instance)}", show(fault.wanted)),
    "pattern": lambda _, fault: pattern(fault),
}

"""Keys that are unknown, missing, or both because they are misspelt; checks without one certain type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from proofbook.check_types.registry import check_types
from proofbook.load.explain.faults import Fault, Finding
from proofbook.load.explain.misplaced import misplaced_check, too_deep
from proofbook.load.explain.naming import thing
from proofbook.model.place import NodePath, Problem
from proofbook.nearest import did_you_mean, listed, nearest
from proofbook.yaml_text import Parsed

#: More names than this are not listed where one of them is near enough to be meant.
FEW = 8
#: What other tools and languages call our keys.
_ELSEWHERE = {
    "==": "equals",
    "=": "equals",
    "eq": "equals",
    "!=": "not_equals",
    "ne": "not_equals",
    ">": "gt",
    ">=": "ge",
    "gte": "ge",
    "min": "ge",
    "<": "lt",
    "<=": "le",
    "lte": "le",
    "max": "le",
    "regex": "matches",
    "regexp": "matches",
    "=~": "matches",
    "includes": "contains",
    "one_of": "in",
    "len": "has_length",
    "length": "has_length",
    "name": "title",
    "cmd": "command",
    "depends_on": "needs",
    "check": "verify",
    "checks": "verify",
    "rollback": "undo",
    "assert": "expect",
}
#: What other tools call our check types.
_TYPES_ELSEWHERE = {
    "bash": "shell",
    "certificate": "tls",
    "cmd": "command",
    "curl": "http",
    "exec": "command",
    "https": "http",
    "mysql": "sql",
    "nagios": "plugin",
    "port": "tcp",
    "postgres": "sql",
    "postgresql": "sql",
    "prometheus": "promql",
    "run": "command",
    "script": "shell",
    "sh": "shell",
    "ssl": "tls",
    "url": "http",
}


def explain_keys(parsed: Parsed, faults: list[Fault], root: Mapping[str, Any]) -> Iterator[Finding]:
    """What is wrong with the keys of one map, by everything that was found there."""
    path, instance = faults[0].path, faults[0].instance
    schema = max((fault.schema for fault in faults), key=lambda one: len(one.get("properties", ())))
    unknown = [key for key in instance if key not in schema.get("properties", {})] if _closed(faults) else []
    untyped = next((fault for fault in faults if fault.rule == "oneOf"), None)
    below = _below(instance, unknown) if untyped else set()
    if untyped:
        used, problem = _check_types(parsed, untyped, unknown)
        unknown = [key for key in unknown if key not in used]
        yield Finding(problem, path)
    elif found := misplaced_check(parsed, path, (schema, instance), unknown, root):
        taken, first, problem = found
        unknown = [key for key in unknown if key not in taken]
        yield Finding(problem, (*path, first))
    missing = [key for key in _required(faults) if key not in instance and key not in below]
    for key, meant in _misspelt(unknown, missing, schema, instance).items():
        missing = [name for name in missing if name != meant]
        problem = _unknown(parsed, (*path, key), (schema, instance), (meant, root))
        yield Finding(problem, (*path, key), meant=meant)
    for key in missing:
        problem = _missing(parsed, path, (schema, instance), key)
        text = _stand_in(key, schema, problem)
        yield Finding(problem, path, add=key if text else "", text=text)


def _below(instance: Any, unknown: list[str]) -> set[str]:
    """Keys of the maps that unknown keys have, which may have slipped one level down."""
    return {key for one in unknown if isinstance(instance[one], dict) for key in instance[one]}


def _closed(faults: list[Fault]) -> bool:
    return any(fault.rule == "additionalProperties" for fault in faults)


def _required(faults: list[Fault]) -> list[str]:
    return list(dict.fromkeys(key for fault in faults if fault.rule == "required" for key in fault.wanted))


def _misspelt(unknown: list[str], missing: list[str], schema: Mapping[str, Any], instance: Any) -> dict[str, str]:
    """Each unknown key with the one that was probably meant, those first that are missing."""
    absent = [key for key in schema.get("properties", {}) if key not in instance]
    found = {}
    for key in unknown:
        known = _ELSEWHERE.get(key, "")
        elsewhere = known if known in absent else ""
        # A word of another tool means one thing; `gte` is a letter away from `gt`, and means `ge`.
        found[key] = elsewhere or nearest(key, missing) or nearest(key, absent)
    if len(unknown) == len(missing) == 1 and not found[unknown[0]]:
        # One wrong, one lacking: most likely the same, unless a value of that sort can't stand there.
        wanted = schema.get("properties", {}).get(missing[0], {}).get("type")
        found[unknown[0]] = missing[0] if wanted in {None, _kind(instance[unknown[0]])} else ""
    return found


def _unknown(
    parsed: Parsed,
    path: NodePath,
    where: tuple[Mapping[str, Any], Any],
    meant: tuple[str, Mapping[str, Any]],
) -> Problem:
    (schema, instance), (name, root), key = where, meant, str(path[-1])
    known = [f"`{one}`" for one in schema.get("properties", {}) if one not in instance]
    expected = f"one of {listed(known)}" if len(known) > 1 else "".join(known) or "no more keys"
    if name and len(known) > FEW:
        expected = ""  # the hint says enough
    advice = f"did you mean `{name}`?" if name else _home(key, path[:-1], root, instance[key])
    message = f"unknown key `{key}` in {thing(path[:-1], schema, instance)}"
    return parsed.at(path, message, key=True, expected=expected, advice=advice)


def _home(key: str, path: NodePath, root: Mapping[str, Any], value: Any) -> str:
    """Where a key would be at home, for one that slipped out of its place by its indentation."""
    if path[-1:] == ("expect",):
        types = [f"`{name}`" for name, type_ in check_types().items() if key in type_.FACTS]
        return f"it is a fact of {listed(types, 3)}" if types else ""
    kind = _kind(value)
    parts: dict[str, Any] = {name: one.get("properties", {}).get(key, {}) for name, one in root["$defs"].items()}
    homes = sorted(name.lower() for name, part in parts.items() if kind != "string" and part.get("type") == kind)
    return f"`{homes[0]}` has such a key: is the line indented as it should be?" if len(homes) == 1 else ""


def _kind(value: Any) -> str:
    """A value's sort in a schema's words; whatever is not a list or a map is text enough."""
    return "array" if isinstance(value, list) else "object" if isinstance(value, dict) else "string"


def _missing(parsed: Parsed, path: NodePath, where: tuple[Mapping[str, Any], Any], key: str) -> Problem:
    schema, instance = where
    part = schema.get("properties", {}).get(key, {})
    examples = [str(one) for one in part.get("examples", ())][:1]
    advice = f"add `{key}: {examples[0]}`, for example" if examples else f"add `{key}:`"
    message = f"{thing(path, schema, instance)} lacks `{key}`"
    width = None if path and isinstance(path[-1], str) else 1
    return parsed.at(path, message, key=True, width=width, expected=_lower(part.get("description", "")), advice=advice)


def _stand_in(key: str, schema: Mapping[str, Any], problem: Problem) -> str:
    """Text in place of one that is missing, so that the rest can be looked at; empty where it must mean something."""
    if key == "id":
        return f"unnamed-{problem.place.line}-{problem.place.column}"
    part = schema.get("properties", {}).get(key, {})
    return "…" if part.get("type") == "string" and not {"pattern", "enum"} & part.keys() else ""


def _lower(words: str) -> str:
    """A description as the rest of a sentence."""
    return (words[:1].lower() + words[1:]).rstrip(".") if words[1:2].islower() else words.rstrip(".")


def _check_types(parsed: Parsed, fault: Fault, unknown: list[str]) -> tuple[set[str], Problem]:
    """What is wrong with the type of a check, and which unknown keys that explains."""
    types = [branch["required"][0] for branch in fault.wanted]
    noun = str(fault.schema.get("title", "Check")).lower()
    present = [key for key in fault.instance if key in types]
    if present:
        named = " and ".join(f"`{key}`" for key in present)
        many = {2: "two", 3: "three"}.get(len(present), str(len(present)))
        message, advice = f"a {noun} of {many} check types: {named}", f"make them {many} {noun}s"
        return set(), parsed.at((*fault.path, present[1]), message, key=True, expected="one", advice=advice)
    outer, inner = too_deep(fault.instance, unknown)
    if outer:
        message, advice = (
            f"the check `{inner}` stands under `{outer}:`",
            f"write `{inner}:` without `{outer}:` around it",
        )
        return set(unknown), parsed.at((*fault.path, outer), message, key=True, advice=advice)
    expected = f"exactly one of {listed(types, 40)}"
    if fault.instance.get("type") in types and "type" in unknown:
        advice = f"write the type as a key, with its parameters below it: `{fault.instance['type']}:`"
        message = f"unknown key `type` in {thing(fault.path, fault.schema, fault.instance)}"
        return set(unknown), parsed.at((*fault.path, "type"), message, key=True, advice=advice)
    key = next(
        (key for key in unknown if nearest(_TYPES_ELSEWHERE.get(key, key), types)), unknown[0] if unknown else None
    )
    if key is None:
        message = f"{thing(fault.path, fault.schema, fault.instance)} does not say what it looks at"
        return set(), parsed.at(fault.path, message, key=True, width=1, expected=expected)
    hint = did_you_mean(_TYPES_ELSEWHERE.get(key, key), types)
    said = {"advice": hint} if hint else {"expected": expected}
    return {key}, parsed.at((*fault.path, key), f"unknown check type `{key}`", key=True, **said)

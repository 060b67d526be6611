"""Words for editors: what a key means that stands in many records, or that is a matcher, is said once, here."""

from __future__ import annotations

from typing import Any

#: By key, or by record and key where it means something else there.
WORDS = {
    "actions": "What can be done to the environment, by name: faults that a drill injects.",
    "aliases": "Former ids; their links keep working.",
    "attestations": "Signatures, each under one item.",
    "covers": "Requirements that it covers, by their numbers.",
    "default": "Value where none is given.",
    "drills": "Where the runbook is really executed, and with what.",
    "enum": "The only values that are accepted.",
    "escalation": "Whom to call when it does not help, in order.",
    "evidence": "Facts worth showing large on the page.",
    "faults": "What is broken on purpose, and before which step.",
    "inputs": "Values that are filled in, by name; `${{ inputs.NAME }}` in steps and checks.",
    "kind": "What this document is.",
    "objectives": "Measured targets.",
    "owner": "Who answers for it: a name under `owners:` of the plugin's settings.",
    "owners": "Who answers for things, by the names that documents use.",
    "release": "The release that was signed for; needed where each release is signed anew.",
    "requirements": "Numbered demands.",
    "sections": "Items under headings.",
    "services": "Processes of a lab, started when something needs them.",
    "stages": "Steps under headings.",
    "steps": "What to do, in order.",
    "tags": "Words to choose by.",
    "type": "What kind of value it is.",
    "unit": "Unit of the value.",
    "waivers": "Failures that are accepted for a while.",
    "Drill.inputs": "Values for the runbook's inputs.",
    "Item.checks": "Checks that prove the item.",
    "Section.items": "What must be true.",
    "Matcher.all_of": "Every one of these holds.",
    "Matcher.any_of": "At least one of these holds.",
    "Matcher.between": "A number from the first to the second, both included.",
    "Matcher.contains": "A part of the text, or an element of the list.",
    "Matcher.contains_all": "All of these are elements of the list.",
    "Matcher.contains_exactly": "The list has these elements, in any order, and no others.",
    "Matcher.ends_with": "How the text ends.",
    "Matcher.equals": "The value itself; structures too.",
    "Matcher.exists": "Whether there is a value at all.",
    "Matcher.ge": "This number or more.",
    "Matcher.gt": "More than this number.",
    "Matcher.has_key": "The map has this key.",
    "Matcher.in": "One of these values.",
    "Matcher.is_empty": "Whether the text, list or map has no characters, elements or keys.",
    "Matcher.is_format": "What the text is, by its form.",
    "Matcher.is_type": "What kind of value it is.",
    "Matcher.le": "This number or less.",
    "Matcher.lt": "Less than this number.",
    "Matcher.matches": "A regular expression (RE2) that matches somewhere in the text.",
    "Matcher.not_equals": "Any value but this.",
    "Matcher.not_in": "None of these values.",
    "Matcher.starts_with": "How the text starts.",
}


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with words for every key that has none of its own."""
    definitions = {name: _worded(part) for name, part in schema.get("$defs", {}).items()}
    return {**_worded(schema), **({"$defs": definitions} if definitions else {})}


def _worded(part: dict[str, Any]) -> dict[str, Any]:
    if "properties" not in part:
        return part
    title = str(part.get("title", ""))
    return {**part, "properties": {key: _with(one, title, key) for key, one in part["properties"].items()}}


def _with(part: dict[str, Any], title: str, key: str) -> dict[str, Any]:
    words = WORDS.get(f"{title}.{key}") or ("" if "$ref" in part else WORDS.get(key, ""))
    return {"description": words, **part} if words and "description" not in part else part

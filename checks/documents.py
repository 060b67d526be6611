"""The reference of documents: every key of every kind with an example, which a test validates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from proofbook.schema import KIND_NAMES, document_schema
from proofbook.yaml_text import parse_yaml

EXAMPLES = Path(__file__).parent.parent / "tests/docs/documents"
#: These have pages of their own, or stand elsewhere on this one.
ELSEWHERE = {
    "Check": "a check: [Check types](check-types.md)",
    "Matcher": "a matcher: [Matchers](matchers.md)",
    "Source": "one check type: [Check types](check-types.md)",
}
LONGEST = 70


def examples(kind: str) -> tuple[tuple[str, Any], ...]:
    """The documents of a kind that together have every key: their texts and their data."""
    files = (EXAMPLES / f"{kind}.yml", *sorted(EXAMPLES.glob(f"{kind}-*.yml")))
    return tuple((file.read_text(), parse_yaml(file.read_bytes(), kind).data) for file in files)


def keys(kind: str) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Every key of a kind by its path, as in `stages[].steps[].title`, with its schema and whether it must be there."""
    schema = document_schema(kind)
    yield from _keys(schema, "", schema.get("$defs", {}), frozenset())


def _keys(
    node: dict[str, Any], at: str, defs: dict[str, Any], seen: frozenset[str]
) -> Iterator[tuple[str, dict[str, Any], bool]]:
    node, seen = _referred(node, defs, seen)
    for name, one in node.get("properties", {}).items():
        path = f"{at}.{name}" if at else name
        inner, _ = _referred(one, defs, seen)
        yield path, {**inner, **one}, name in node.get("required", ())
        if not _elsewhere(one) and name != "source":
            yield from _keys(one, path, defs, seen)
    for part, more in (("items", "[]"), ("additionalProperties", ".*")):
        if isinstance(node.get(part), dict) and not _elsewhere(node[part]):
            yield from _keys(node[part], at + more, defs, seen)
    for one in (*node.get("anyOf", ()), *(node[word] for word in ("then", "else") if word in node)):
        yield from _keys(one, at, defs, seen)


def _referred(
    node: dict[str, Any], defs: dict[str, Any], seen: frozenset[str]
) -> tuple[dict[str, Any], frozenset[str]]:
    name = _name(node)
    if not name or name in seen:
        return node, seen
    return defs[name], seen | {name}


def _name(node: dict[str, Any]) -> str:
    return str(node.get("$ref", "")).rpartition("/")[2]


def _elsewhere(node: dict[str, Any]) -> bool:
    return _name(node) in ELSEWHERE or _name(node.get("items") or {}) in ELSEWHERE


def found(data: Any, path: str) -> list[Any]:
    """What stands in a document at such a path."""
    here = [data]
    for part in path.replace("[]", ".[]").split("."):
        if part == "[]":
            here = [one for each in here if isinstance(each, list) for one in each]
        elif part == "*":
            here = [one for each in here if isinstance(each, dict) for one in each.values()]
        else:
            here = [each[part] for each in here if isinstance(each, dict) and part in each]
    return here


def documents() -> Iterator[str]:
    """Every kind: its keys, and a document that has all of them."""
    yield "# Documents\n"
    yield "Every key that a document may have. `[]` is each entry of a list, `.*` each name in a map. The"
    yield "documents shown here are valid together, which a test makes sure of. In an editor, [the"
    yield "schemas](../guide/errors.md) say the same."
    for kind in KIND_NAMES:
        told = examples(kind)
        yield f"\n## `{kind}`\n"
        yield "| Key | Is | For example |"
        yield "|---|---|---|"
        seen: set[str] = set()
        for path, schema, needed in keys(kind):
            if path not in seen:
                seen.add(path)
                shown = _shown([one for _, data in told for one in found(data, path)])
                yield f"| `{path}`{' (needed)' if needed else ''} | {_words(path, schema)} | {shown} |"
        yield f"\nA `{kind}` with every key:"
        yield from (f"\n```yaml\n{text}```" for text, _ in told)


def _words(path: str, schema: dict[str, Any]) -> str:
    if path.rpartition(".")[2] == "source" and "[]" in path:
        return ELSEWHERE["Source"]
    own = _name(schema) or _name(schema.get("items") or {})
    words = str(schema.get("description") or ELSEWHERE.get(own) or schema.get("type") or "")
    return words.replace("|", "\\|").replace("\n", " ")


def _shown(values: list[Any]) -> str:
    value = next((one for one in values if not isinstance(one, (dict, list))), values[0] if values else None)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if value is None or isinstance(value, dict) or len(text) > LONGEST:
        return "" if not isinstance(value, str) else f"`{text[:LONGEST]}…`"
    return f"`{text}`".replace("|", "\\|").replace("\n", " ")

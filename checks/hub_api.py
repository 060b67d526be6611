"""ResearchHub's API for its readers: the OpenAPI document that it serves, and a page made of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from checks.lab.backoffice import Backoffice
from checks.lab.citations import CitationIndex
from checks.lab.database import Database
from checks.lab.hub import Hub
from checks.lab.metrics import Metrics
from checks.lab.openapi import described
from checks.lab.parts import Parts
from checks.lab.releases import release_named


def document() -> dict[str, Any]:
    """The document, made as a running hub makes it."""
    parts = Parts(Database("sqlite://"), CitationIndex({}), Metrics("v4", "green"))
    return described([*Hub(parts, release_named("v4"), "green").routes, *Backoffice(parts, "v4").routes])


def description() -> str:
    """The document as the file that is published with the site."""
    return json.dumps(document(), indent=1) + "\n"


def page() -> Iterator[str]:
    """The page, one section for each request."""
    yield "# API reference\n"
    yield "Every request of ResearchHub, from the description that it serves at `/openapi.json`; the same as a file:"
    yield "[openapi.json](openapi.json). A check of every build sends each of these as each role."
    yield "A key that is wrong gets 401 from any of them, and 429 after too many."
    yield "For a first look, read the [API](api.md)."
    for path, operations in document()["paths"].items():
        for method, one in operations.items():
            yield from _section(f"{method.upper()} {path}", one)


def _section(name: str, one: dict[str, Any]) -> Iterator[str]:
    yield f"\n## `{name}` {{ #{one['operationId'].replace('_', '-')} }}\n"
    yield f"{one['summary']}\n"
    yield f"Who: {', '.join(one['x-roles'])}.\n"
    if fields := [*_parameters(one), *_body(one)]:
        yield "| Field | In | Is |\n|---|---|---|"
        yield from (f"{line}" for line in fields)
        yield ""
    answers = (f"`{status}` {said['description']}" for status, said in one["responses"].items())
    yield f"Answers: {'; '.join(answers)}."


def _parameters(one: dict[str, Any]) -> Iterator[str]:
    for field in one["parameters"]:
        yield f"| `{field['name']}` | {field['in']} | {field.get('description', 'which one')} |"


def _body(one: dict[str, Any]) -> Iterator[str]:
    if "requestBody" in one:
        schema = one["requestBody"]["content"]["application/json"]["schema"]
        for name, field in schema["properties"].items():
            yield f"| `{name}` | body | {field['description']} |"

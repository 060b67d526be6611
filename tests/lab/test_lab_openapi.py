"""The API's description: served as it is published, and true of what the hub answers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from checks.lab.settings import ROLES
from tests.lab.hubs import Client
from tests.lab.test_lab_access import MATRIX
from tests.sites import REPOSITORY

DOCUMENT: dict[str, Any] = json.loads((REPOSITORY / "docs/hub/openapi.json").read_text())
OPERATIONS = [(path, method) for path, operations in DOCUMENT["paths"].items() for method in operations]
BODIES = [(path, method) for path, method in OPERATIONS if "requestBody" in DOCUMENT["paths"][path][method]]
GOOD: dict[str, Any] = {
    "/papers": {"title": "T", "authors": "A", "year": 2026},
    "/projects": {"title": "T", "about": "A"},
    "/errors": {"message": "M", "where": "W", "reproduce": "R"},
    "/keys": {"name": "ann", "role": "editor"},
}


def test_served_as_it_is_published(hub: Client) -> None:
    """The running hub and the site say the same, to anybody."""
    assert DOCUMENT == hub.get("/openapi.json").json()


def operation(asked: str) -> dict[str, Any]:
    """The operation that an example of a request is of: the one with the fewest variables that fits."""
    method, _, path = asked.partition(" ")
    parts = path.split("/")
    fits = [
        (known.count("{"), known)
        for known in DOCUMENT["paths"]
        if len(known.split("/")) == len(parts)
        and all(ours.startswith("{") or ours == theirs for ours, theirs in zip(known.split("/"), parts, strict=True))
        and method.lower() in DOCUMENT["paths"][known]
    ]
    found: dict[str, Any] = DOCUMENT["paths"][min(fits)[1]][method.lower()]
    return found


@pytest.mark.parametrize("asked", MATRIX)
def test_roles_and_answers(asked: str) -> None:
    """Whoever is said to be let in is, nobody else, and each answer is one of those that are described."""
    said = operation(asked)
    let_in = [role for role in ("anonymous", *ROLES) if MATRIX[asked][role] not in {401, 403}]
    assert let_in == said["x-roles"]
    assert {str(status) for status in MATRIX[asked].values()} <= set(said["responses"])


@pytest.mark.parametrize(("path", "method"), BODIES)
def test_bodies(hub: Client, path: str, method: str) -> None:
    """What fits the schema is taken; without any field that it requires, it is not, and the field is named."""
    said = DOCUMENT["paths"][path][method]
    schema = said["requestBody"]["content"]["application/json"]["schema"]
    assert sorted(GOOD[path]) == sorted(schema["required"])
    assert str(hub.ask(method.upper(), path, "admin", json=GOOD[path]).status_code) in set(said["responses"]) - {"422"}
    for name in schema["required"]:
        answer = hub.ask(
            method.upper(), path, "admin", json={key: one for key, one in GOOD[path].items() if key != name}
        )
        assert (422, True) == (answer.status_code, any(one.startswith(name) for one in answer.json()["errors"]))


def test_whoever_reads_it_finds_each_once() -> None:
    """Every operation has an id of its own, a summary, and a description for each answer."""
    every = [DOCUMENT["paths"][path][method] for path, method in OPERATIONS]
    assert len({one["operationId"] for one in every}) == len(every)
    assert [] == [one["operationId"] for one in every if not one["summary"] or not one["responses"]]

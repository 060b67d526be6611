"""ResearchHub's description of itself as OpenAPI 3.1, made from its routes, its records and its table of roles."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

import msgspec
from starlette.routing import Route

MATRIX: dict[str, dict[str, int]] = json.loads(Path(__file__).with_name("matrix.json").read_text())
"""What each role gets that asks each route; a check of every build asks as each of them."""
REASONS = {
    200: "what was asked for",
    201: "it was stored",
    401: "send an API key",
    403: "the key's role may not",
    404: "there is none",
    422: "what is wrong, all of it",
    500: "something broke, and was noted",
    503: "not ready, and why",
}
INTRODUCTION = (
    "Papers, and what operators need. A key that is wrong gets 401 from any of these, and 429 after too many."
)
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


class Told(NamedTuple):
    """What an endpoint's code does not say: the body it reads, what it can be asked, how it can answer."""

    body: type[msgspec.Struct] | None = None
    query: Mapping[str, str] = MappingProxyType({})
    answers: Sequence[int] = (200,)


def tells(
    body: type[msgspec.Struct] | None = None, query: dict[str, str] | None = None, answers: Sequence[int] = (200,)
) -> Callable[[Endpoint], Endpoint]:
    """Say it beside the endpoint."""

    def told(endpoint: Endpoint) -> Endpoint:
        endpoint.told = Told(body, query or {}, answers)  # type: ignore[attr-defined]
        return endpoint

    return told


def described(routes: Sequence[Route]) -> dict[str, Any]:
    """The whole document; the same for every release and colour."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        for method in sorted((route.methods or set()) - {"HEAD"}):
            paths.setdefault(route.path_format, {})[method.lower()] = _operation(route, method)
    return {
        "openapi": "3.1.0",
        "info": {"title": "ResearchHub", "version": "4", "description": INTRODUCTION},
        "security": [{}, {"key": []}],
        "paths": paths,
        "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-API-Key"}}},
    }


def _operation(route: Route, method: str) -> dict[str, Any]:
    told: Told = getattr(route.endpoint, "told", Told())
    roles = next((one for asked, one in MATRIX.items() if _is(asked, route, method)), {})
    refused = {status for status in roles.values() if status in {401, 403}}
    made: dict[str, Any] = {
        "operationId": route.endpoint.__name__,
        "summary": (route.endpoint.__doc__ or "").partition("\n")[0],
        "parameters": [*_in_path(route), *_in_query(told.query)],
        "responses": {str(status): {"description": REASONS[status]} for status in sorted({*told.answers, *refused})},
        "x-roles": [role for role, status in roles.items() if status not in {401, 403}],
    }
    if told.body:
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": _schema(told.body)}}}
    return made


def _is(asked: str, route: Route, method: str) -> bool:
    with_method, _, path = asked.partition(" ")
    return with_method == method and bool(route.path_regex.fullmatch(path))


def _in_path(route: Route) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)}", route.path_format)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _in_query(query: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "description": what, "schema": {"type": "string"}} for name, what in query.items()
    ]


def _schema(body: type[msgspec.Struct]) -> dict[str, Any]:
    """The record's own schema, without the names that only its module knows."""
    made: dict[str, Any] = msgspec.json.schema(body)["$defs"][body.__name__]
    return made

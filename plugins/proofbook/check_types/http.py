"""Look at what an HTTP server answers."""

from __future__ import annotations

import json
from typing import Annotated, Any

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, Request, World

Method = Annotated[
    str,
    Meta(
        pattern="^(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE)$",
        description="GET, HEAD, OPTIONS, POST, PUT, PATCH or DELETE.",
    ),
]


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The request to send."""

    url: Annotated[
        str, Meta(pattern="^https?://", description="http:// or https://", examples=["https://example.org/health"])
    ]
    method: Method = "GET"
    headers: Annotated[dict[str, str], Meta(description="Request headers, by name.")] = {}
    body: Annotated[str | None, Meta(description="Text sent as it is.")] = None
    json: Annotated[Any, Meta(description="Data sent as JSON.")] = None
    follow_redirects: Annotated[bool, Meta(description="At most 10, each asked of the policy again.")] = False


FACTS = {
    "status": Fact("status code", "integer"),
    "headers": Fact("response headers, by name", "object", select="name"),
    "body": Fact("response body as text, up to 1 MiB", "string"),
    "json": Fact("response body parsed as JSON, by JSONPath", "object", select="jsonpath"),
    "duration_ms": Fact("milliseconds until the whole body was read", "number"),
    "url": Fact("address of the answer, after redirects", "string"),
    "redirects": Fact("how many redirects were followed", "integer"),
    "http_version": Fact("as in `HTTP/1.1`", "string"),
}
EFFECT = Effect.NETWORK
TIMEOUT = 10.0


async def observe(params: SCHEMA, world: World) -> Facts:
    """Send the request and read the answer."""
    answer = await world.request(_request(params))
    facts = {name: getattr(answer, name) for name in FACTS if name != "json"}
    parsed = _parse(answer.body)
    return facts if parsed is None else {**facts, "json": parsed}


def _request(params: SCHEMA) -> Request:
    headers = dict(params.headers)
    content = params.body.encode() if params.body is not None else None
    if params.json is not None:
        headers.setdefault("Content-Type", "application/json")
        content = json.dumps(params.json).encode()
    return Request(
        method=params.method,
        url=params.url,
        headers=headers,
        content=content,
        follow_redirects=params.follow_redirects,
    )


def _parse(body: str) -> Any:
    """The body as JSON; None if it is none, so that a path into it selects nothing."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None

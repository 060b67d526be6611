"""Look at what an HTTP server answers."""

from __future__ import annotations

import json
from typing import Annotated, Any

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, World
from proofbook.check_types.exchanges import Request
from proofbook.check_types.web import (
    AuthField,
    Headers,
    TlsField,
    TlsOptions,
    Url,
    credentials,
    web_permissions,
)

Method = Annotated[
    str,
    Meta(
        pattern="^(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE)$",
        description="GET, HEAD, OPTIONS, POST, PUT, PATCH or DELETE.",
        examples=["POST"],
    ),
]


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The request to send."""

    url: Url
    method: Method = "GET"
    headers: Headers = {}
    auth: AuthField = None
    body: Annotated[str | None, Meta(description="Text sent as it is.", examples=["ping"])] = None
    json: Annotated[Any, Meta(description="Data sent as JSON, instead of `body`.", examples=[{"dry_run": True}])] = None
    follow_redirects: Annotated[
        bool, Meta(description="At most 10, each asked of the policy again.", examples=[True])
    ] = False
    tls: TlsField = TlsOptions()

    def __post_init__(self) -> None:
        """Raises `ValueError` for two bodies, or two names for one sender."""
        if self.body is not None and self.json is not None:
            raise ValueError("a request has a `body` or `json`, not both")
        if self.auth and "authorization" in {name.lower() for name in self.headers}:
            raise ValueError("`auth` and a header `Authorization`: one of them")


FACTS = {
    "status": Fact("status code", "integer", example="200"),
    "headers": Fact("response headers, by name", "object", select="name", example="{content-type: {contains: json}}"),
    "body": Fact("response body as text, up to 1 MiB", "string", example="{contains: ok}"),
    "truncated": Fact("whether the body was longer", "boolean", example="false"),
    "json": Fact("response body parsed as JSON, by JSONPath", "object", select="jsonpath", example="{$.status: ok}"),
    "duration_ms": Fact("milliseconds until the whole body was read", "number", example="{le: 300}"),
    "url": Fact("address of the answer, after redirects", "string", example="https://example.org/"),
    "redirects": Fact("how many redirects were followed", "integer", example="1"),
    "address": Fact("IP address that answered", "string", example="192.0.2.10"),
    "http_version": Fact("as in `HTTP/1.1`", "string", example="HTTP/1.1"),
}
EFFECT = Effect.NETWORK
TIMEOUT = 10.0
permissions = web_permissions


async def observe(params: SCHEMA, world: World) -> Facts:
    """Send the request and read the answer."""
    answer = await world.request(_request(params))
    facts = {name: getattr(answer, name) for name in FACTS if name != "json"}
    parsed = _parse(answer.body)
    return facts if parsed is None else {**facts, "json": parsed}


def _request(params: SCHEMA) -> Request:
    headers = {**credentials(params.auth), **params.headers}
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
        tls=params.tls.trust(),
    )


def _parse(body: str) -> Any:
    """The body as JSON; None if it is none, so that a path into it selects nothing."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None

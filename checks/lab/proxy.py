"""The reverse proxy: all requests to the edge port go to the active colour; the admin port switches it."""

import asyncio
from time import monotonic
from typing import Any

import httpx
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from checks.lab.serving import json_app, serve, text_field
from checks.lab.settings import COLOURS, Colour, Lab
from checks.lab.upstream import Upstream

DRAIN_SECONDS = 5.0
HOP_BY_HOP = {
    b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection", b"te",
    b"trailer", b"transfer-encoding", b"upgrade",
}  # fmt: skip
Headers = list[tuple[bytes, bytes]]


class Proxy:
    """An ASGI application that forwards; starts with blue active."""

    def __init__(self, lab: Lab) -> None:
        self._upstreams = {colour: Upstream(colour, lab.applications[colour]) for colour in COLOURS}
        self._active = self._upstreams["blue"]
        self._switches = 0
        self._switching = asyncio.Lock()

    def status(self) -> dict[str, Any]:
        """The active colour, how often it was changed, and the requests in flight by colour."""
        in_flight = {colour: upstream.in_flight for colour, upstream in self._upstreams.items()}
        return {"active": self._active.colour, "switches": self._switches, "in_flight": in_flight}

    async def switch(self, colour: Colour) -> dict[str, Any]:
        """Send new requests to `colour`, and wait for those at the other one; 409 when it is not ready."""
        async with self._switching:
            chosen, old = self._upstreams[colour], self._active
            if unready := await chosen.readiness():
                raise HTTPException(409, f"{unready}; traffic stays at {old.colour}")
            if chosen is old:
                return self.status() | {"switched": False, "drained": True, "drain_seconds": 0.0}
            self._active, begun = chosen, monotonic()
            self._switches += 1
            drained = await old.drained(seconds=DRAIN_SECONDS)
            spent = round(monotonic() - begun, 3)
            return self.status() | {"switched": True, "drained": drained, "drain_seconds": spent}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward one request, as ASGI has it."""
        upstream = self._active  # no await before `enter`: a switch comes before or after, never between
        upstream.enter()
        try:
            await _forward(Request(scope, receive), upstream, send)
        finally:
            upstream.leave()


async def _forward(request: Request, upstream: Upstream, send: Send) -> None:
    scope = request.scope
    target = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
    has_body = "content-length" in request.headers or "transfer-encoding" in request.headers
    body = request.stream() if has_body else None
    try:
        answer = await upstream.send(request.method, target, _forwarded(request), body)
    except httpx.HTTPError as error:
        reason = f"{upstream.colour} did not answer: {type(error).__name__}"
        await JSONResponse({"error": reason}, 502)(scope, request.receive, send)
        return
    except httpx.InvalidURL:
        await JSONResponse({"error": "not a path on this server"}, 400)(scope, request.receive, send)
        return
    except ClientDisconnect:
        return
    await _stream(answer, upstream.colour, send)


async def _stream(answer: httpx.Response, colour: Colour, send: Send) -> None:
    headers = [(name, value) for name, value in _end_to_end(answer.headers.raw) if name != b"date"]
    try:
        await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
        async for chunk in answer.aiter_raw():
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body"})
    except httpx.HTTPError as error:
        # Too late for a 502: returning without an end makes the server cut the connection, as it must.
        print(f"{colour} broke off its answer: {type(error).__name__}", flush=True)
    finally:
        await answer.aclose()


def _forwarded(request: Request) -> Headers:
    client = request.client.host if request.client else "unknown"
    chain = ", ".join([*request.headers.getlist("x-forwarded-for"), client])
    kept = [(name, value) for name, value in _end_to_end(request.headers.raw) if name != b"x-forwarded-for"]
    return [*kept, (b"x-forwarded-for", chain.encode("latin-1"))]


def _end_to_end(headers: Headers) -> Headers:
    lowered = [(name.lower(), value) for name, value in headers]
    listed = b",".join(value for name, value in lowered if name == b"connection").lower()
    dropped = HOP_BY_HOP | {name.strip() for name in listed.split(b",")}
    return [(name, value) for name, value in lowered if name not in dropped]


async def run_proxy(lab: Lab) -> None:
    """Serve the edge and the admin port until told to stop."""
    proxy = Proxy(lab)

    async def status(request: Request) -> Response:
        return JSONResponse(proxy.status())

    async def switch(request: Request) -> Response:
        wanted = await text_field(request, "to")
        for colour in COLOURS:
            if colour == wanted:
                return JSONResponse(await proxy.switch(colour))
        raise HTTPException(422, f"no colour {wanted!r}; known colours: {', '.join(COLOURS)}")

    admin = json_app([Route("/status", status), Route("/switch", switch, methods=["POST"])])
    await serve([(proxy, lab.edge), (admin, lab.admin)])

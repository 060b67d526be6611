"""Forwarding one request to one colour: headers as proxies must treat them, the body as a stream."""

import httpcore
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse
from starlette.types import Send

from checks.lab.pool import FAILED, Headers
from checks.lab.upstream import IDEMPOTENT, Upstream

HOP_BY_HOP = {
    b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection", b"te",
    b"trailer", b"transfer-encoding", b"upgrade",
}  # fmt: skip


class Unreached(Exception):
    """There is no answer; nothing was sent to the client. `again`: another colour may be asked."""

    def __init__(self, error: Exception, *, again: bool) -> None:
        super().__init__(type(error).__name__)
        self.again = again


async def forward(request: Request, upstream: Upstream, send: Send) -> int:
    """Send the request, stream the answer; its status.

    Raises:
        Unreached: the colour did not answer.
    """
    scope = request.scope
    target = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
    if not target.startswith(b"/"):
        await JSONResponse({"error": "not a path on this server"}, 400)(scope, request.receive, send)
        return 400
    has_body = "content-length" in request.headers or "transfer-encoding" in request.headers
    body = request.stream() if has_body else None
    try:
        answer = await upstream.send(request.method, target, _forwarded(request), body)
    except FAILED as error:
        # Not connected: it cannot have seen the request. Otherwise only what may be asked twice is.
        unseen = isinstance(error, httpcore.ConnectError)
        raise Unreached(error, again=unseen or (body is None and request.method in IDEMPOTENT)) from None
    except ClientDisconnect:
        return 499
    await _stream(answer, upstream.colour, send)
    return answer.status


async def _stream(answer: httpcore.Response, colour: str, send: Send) -> None:
    headers = [(name, value) for name, value in _end_to_end(answer.headers) if name != b"date"]
    try:
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        async for chunk in answer.aiter_stream():
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body"})
    except FAILED as error:
        # Too late for a 502: returning without an end makes the server cut the connection, as it must.
        print(f"{colour} broke off its answer: {type(error).__name__}", flush=True)
    finally:
        await answer.aclose()


def _forwarded(request: Request) -> Headers:
    client = request.client.host if request.client else "unknown"
    chain = ", ".join([*request.headers.getlist("x-forwarded-for"), client])
    kept = [(name, value) for name, value in _end_to_end(request.headers.raw) if name != b"x-forwarded-for"]
    if "transfer-encoding" in request.headers:  # its length is unknown to us as well
        kept.append((b"transfer-encoding", b"chunked"))
    return [*kept, (b"x-forwarded-for", chain.encode("latin-1"))]


def _end_to_end(headers: Headers) -> Headers:
    lowered = [(name.lower(), value) for name, value in headers]
    listed = b",".join(value for name, value in lowered if name == b"connection").lower()
    dropped = HOP_BY_HOP | {name.strip() for name in listed.split(b",")}
    return [(name, value) for name, value in lowered if name not in dropped]

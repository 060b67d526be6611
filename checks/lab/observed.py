"""Around the whole application: headers on each answer, and what is counted, noted and audited of each request."""

import asyncio
from collections.abc import Callable, Mapping
from time import perf_counter

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from checks.lab.access import Caller
from checks.lab.parts import Parts

READING = ("GET", "HEAD", "OPTIONS")
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Observed:
    """An ASGI application around another."""

    def __init__(
        self, app: ASGIApp, parts: Parts, *, headers: Mapping[str, str], route_of: Callable[[Scope], str]
    ) -> None:
        self._app = app
        self._parts = parts
        self._headers = SECURITY_HEADERS | dict(headers)
        self._route_of = route_of
        self._later: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as ASGI has it."""
        status, answered = 500, False
        begun = perf_counter()

        async def marked(message: Message) -> None:
            nonlocal status, answered
            answered = message["type"] == "http.response.body" and not message.get("more_body")
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        try:
            await self._app(scope, receive, marked)
        except Exception as error:
            # Noted and answered already: passed on, it would cost the connection, and others their requests.
            if not answered:
                raise
            print(f"{scope['method']} {scope['path']} broke: {type(error).__name__}: {error}", flush=True)
        finally:
            route = self._route_of(scope)
            self._parts.metrics.count(scope["method"], route, status=status, seconds=perf_counter() - begun)
            await self._note(scope, route, status)

    async def _note(self, scope: Scope, route: str, status: int) -> None:
        caller: Caller = scope.get("caller") or Caller("anonymous", "anonymous", "unknown")
        headers = Headers(scope=scope)
        visitor = headers.get("x-visitor", caller.address)
        if status < 400:
            self._parts.usage.note(scope["method"], route, visitor, synthetic="x-synthetic" in headers)
        try:
            if scope["method"] not in READING or status in {401, 403, 429}:
                action = f"{scope['method']} {route}"
                await run_in_threadpool(self._parts.audit.note, caller, action, scope["path"][:200], status)
            if self._parts.usage.due():
                await run_in_threadpool(self._parts.usage.write)
        except SQLAlchemyError as error:
            # The answer is out. What could not be written is told where it can still be read.
            print(
                f"not audited: {caller.name} {scope['method']} {scope['path']} {status}: {type(error).__name__}",
                flush=True,
            )

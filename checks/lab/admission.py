"""Who may talk to a service beside ResearchHub: whoever ResearchHub itself knows by the key."""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from checks.lab.pool import FAILED, Answer, Headers, Pool


class Desk:
    """ResearchHub, asked in the name of whoever sent a request."""

    def __init__(self, port: int, *, timeout: float = 10.0) -> None:
        self._port = port
        self._pool = Pool(timeout=timeout)

    async def ask(self, request: Request, method: str, path: str, body: object = None) -> Answer:
        """The answer; raises one of `FAILED` when there is none.

        The caller's key goes along, and its address: who guesses keys here is shut out, not this service.
        """
        address = request.client.host if request.client else "unknown"
        headers: Headers = [
            (b"X-API-Key", request.headers.get("x-api-key", "").encode("latin-1")),
            (b"X-Forwarded-For", address.encode()),
        ]
        return await self._pool.ask(
            method, self._port, path, headers, None if body is None else json.dumps(body).encode()
        )


class Admitted:
    """An ASGI application around another: lets in requests with a key that ResearchHub knows."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as ASGI has it."""
        request = Request(scope)
        refused = await self._refusal(request)
        if refused:
            await refused(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _refusal(self, request: Request) -> Response | None:
        if "x-api-key" not in request.headers:
            return JSONResponse({"error": "send an API key as X-API-Key"}, 401)
        try:
            answer = await self._desk.ask(request, "GET", "/caller")
        except FAILED as error:
            return JSONResponse({"error": f"ResearchHub does not answer: {type(error).__name__}"}, 503)
        if answer.status == 200:
            return None
        # As it came: a proxy between, that finds ResearchHub down, answers no JSON.
        kept: dict[str, str] = {
            name: answer.headers[name] for name in ("content-type", "retry-after") if name in answer.headers
        }
        return Response(answer.content, answer.status, headers=kept)

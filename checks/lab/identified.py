"""Who is calling: found out before anything else is done, and put into the request's scope as `caller`."""

import math

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from checks.lab.abuse import Protection
from checks.lab.access import Caller, Keys


class Identified:
    """An ASGI application around another: refuses wrong keys, and addresses that guessed too often."""

    def __init__(self, app: ASGIApp, keys: Keys, protection: Protection) -> None:
        self._app = app
        self._keys = keys
        self._protection = protection

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as ASGI has it."""
        request = Request(scope, receive)
        address = _address(request)
        if left := self._protection.blocked_for(address):
            scope["caller"] = Caller("blocked", "anonymous", address)
            headers = {"Retry-After": str(math.ceil(left))}
            answer = JSONResponse({"error": "too many wrong keys from this address"}, 429, headers=headers)
            await answer(scope, receive, send)
            return
        key = request.headers.get("x-api-key")
        try:
            holder = await run_in_threadpool(self._keys.holder, key) if key is not None else ("anonymous", "anonymous")
        except SQLAlchemyError as error:
            scope["caller"] = Caller("unknown", "anonymous", address)
            print(f"a key could not be looked up: {type(error).__name__}", flush=True)
            await JSONResponse({"error": "keys cannot be looked up now; try again"}, 503)(scope, receive, send)
            return
        if holder is None:
            self._protection.wrong_key(address)
            scope["caller"] = Caller("unknown key", "anonymous", address)
            await JSONResponse({"error": "no such key"}, 401)(scope, receive, send)
            return
        scope["caller"] = Caller(*holder, address)
        await self._app(scope, receive, send)


def _address(request: Request) -> str:
    """The client's address: the last one that the proxy before us added, never one that the client claims."""
    chain = request.headers.get("x-forwarded-for", "")
    peer = request.client.host if request.client else "unknown"
    return chain.rpartition(",")[2].strip() or peer

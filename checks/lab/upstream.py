"""The proxy's way to one colour: a pool of kept-alive connections, and what is in flight on them."""

import asyncio
from typing import Any

import httpcore

from checks.lab.pool import FAILED, Body, Headers, Pool
from checks.lab.settings import Colour

IDEMPOTENT = ("GET", "HEAD")
READY_SECONDS = 2.0
STALE = (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError)
ANSWER_SECONDS = 10.0


class Upstream:
    """One colour as the proxy sees it."""

    def __init__(self, colour: Colour, port: int) -> None:
        self.colour = colour
        self.in_flight = 0
        self.up = True
        self._port = port
        self._pool = Pool(timeout=ANSWER_SECONDS)
        self._idle = asyncio.Event()
        self._idle.set()

    def enter(self) -> None:
        """One more request is in flight."""
        self.in_flight += 1
        self._idle.clear()

    def leave(self) -> None:
        """A request has ended, well or not."""
        self.in_flight -= 1
        if not self.in_flight:
            self._idle.set()

    async def drained(self, *, seconds: float) -> bool:
        """Wait until nothing is in flight, and drop idle connections; False when `seconds` were too few."""
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            return False
        # The application may be replaced now: no connection to the old one may be met again.
        old, self._pool = self._pool, Pool(timeout=ANSWER_SECONDS)
        await old.close()
        return True

    async def readiness(self) -> str | None:
        """Ask `/ready` over a connection of its own: None when it says 200, else what was wrong."""
        try:
            answer = await self._pool.get(self._port, "/ready", [(b"Connection", b"close")], seconds=READY_SECONDS)
        except FAILED as error:
            return f"{self.colour} does not answer /ready: {type(error).__name__}"
        return None if answer.status == 200 else f"{self.colour} answers /ready with {answer.status}"

    async def send(self, method: str, target: bytes, headers: Headers, body: Body = None) -> httpcore.Response:
        """Send a request, and return the answer with its body still to be streamed."""
        connected = False

        async def watch(event: str, info: dict[str, Any]) -> None:
            nonlocal connected
            connected = connected or event == "connection.connect_tcp.started"

        try:
            return await self._pool.stream(method, self._port, target, headers, body, trace=watch)
        except STALE:
            # Only where the far end may have closed a kept connection before it saw the request: everything
            # else is a real failure, and is counted as one.
            if connected or body is not None or method not in IDEMPOTENT:
                raise
            return await self._pool.stream(method, self._port, target, headers)

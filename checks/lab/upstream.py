"""The proxy's way to one colour: a pool of kept-alive connections, and what is in flight on them."""

import asyncio
from typing import Any

import httpx

from checks.lab.pool import connection_pool
from checks.lab.settings import ADDRESS, Colour

IDEMPOTENT = ("GET", "HEAD")
READY_SECONDS = 2.0
STALE = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)
ANSWER_SECONDS = 10.0


class Upstream:
    """One colour as the proxy sees it."""

    def __init__(self, colour: Colour, port: int) -> None:
        self.colour = colour
        self.in_flight = 0
        self.up = True
        self._port = port
        self._client = connection_pool(timeout=ANSWER_SECONDS)
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
        old, self._client = self._client, connection_pool(timeout=ANSWER_SECONDS)
        await old.aclose()
        return True

    async def readiness(self) -> str | None:
        """Ask `/ready` over a connection of its own: None when it says 200, else what was wrong."""
        url = f"http://{ADDRESS}:{self._port}/ready"
        try:
            response = await self._client.get(url, headers={"Connection": "close"}, timeout=READY_SECONDS)
        except httpx.HTTPError as error:
            return f"{self.colour} does not answer /ready: {type(error).__name__}"
        status = response.status_code
        return None if status == 200 else f"{self.colour} answers /ready with {status}"

    async def send(
        self, method: str, target: bytes, headers: list[tuple[bytes, bytes]], body: Any = None
    ) -> httpx.Response:
        """Send a request, and return the answer with its body still to be streamed."""
        connected = False

        async def watch(event: str, info: dict[str, Any]) -> None:
            nonlocal connected
            connected = connected or event == "connection.connect_tcp.started"

        url = httpx.URL(scheme="http", host=ADDRESS, port=self._port, raw_path=target)
        request = httpx.Request(method, url, headers=headers, content=body, extensions={"trace": watch})
        try:
            return await self._client.send(request, stream=True)
        except STALE:
            # Only where the far end may have closed a kept connection before it saw the request: everything
            # else is a real failure, and is counted as one.
            if connected or body is not None or method not in IDEMPOTENT:
                raise
            return await self._client.send(request, stream=True)

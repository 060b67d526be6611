"""HTTP among the lab's parts: pools of kept-alive connections, by httpcore, which starts and asks faster than httpx."""

from collections.abc import AsyncIterable
from dataclasses import dataclass
from typing import Any

import httpcore

from checks.lab.settings import ADDRESS

FAILED = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException)
"""Whatever may be wrong with an exchange, but for what was answered."""
# A pool looks at every idle connection for every request: with the 20 that a stall leaves, a request costs
# half as much again, and the stall never ends. Further connections are made when needed, and not kept.
MOST_IDLE = 4
IDLE_SECONDS = 5.0
Headers = list[tuple[bytes, bytes]]
Body = bytes | AsyncIterable[bytes] | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer; names of headers are lower-case."""

    status: int
    headers: dict[str, str]
    content: bytes


class Pool:
    """A client with at most so many connections; `timeout`, in seconds, is for each wait of a request."""

    def __init__(self, *, timeout: float, most: int = 200) -> None:
        self._timeout = timeout
        self._connections = httpcore.AsyncConnectionPool(
            max_connections=most, max_keepalive_connections=MOST_IDLE, keepalive_expiry=IDLE_SECONDS
        )

    async def get(
        self, port: int, path: str, headers: Headers | None = None, *, seconds: float | None = None
    ) -> Answer:
        """The answer to a GET; raises one of `FAILED` when there is none."""
        return await self.ask("GET", port, path, headers or [], seconds=seconds)

    async def ask(
        self,
        method: str,
        port: int,
        path: str,
        headers: Headers,
        body: bytes | None = None,
        *,
        seconds: float | None = None,
    ) -> Answer:
        """The whole answer; raises one of `FAILED` when there is none."""
        length = [] if body is None else [(b"Content-Length", str(len(body)).encode())]
        host = (b"Host", f"{ADDRESS}:{port}".encode())
        answer = await self.stream(method, port, path.encode(), [host, *length, *headers], body, seconds=seconds)
        try:
            content = await answer.aread()
        finally:
            await answer.aclose()
        shown = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
        return Answer(answer.status, shown, content)

    async def stream(
        self, method: str, port: int, target: bytes, headers: Headers, body: Body = None, *,
        seconds: float | None = None, trace: Any = None,
    ) -> httpcore.Response:  # fmt: skip
        """The answer with its body still to come, for the caller to close; raises one of `FAILED`."""
        wait = self._timeout if seconds is None else seconds
        waits = dict.fromkeys(("connect", "read", "write", "pool"), wait)
        url = httpcore.URL(scheme=b"http", host=ADDRESS.encode(), port=port, target=target)
        extensions = {"timeout": waits} | ({"trace": trace} if trace else {})
        return await self._connections.handle_async_request(
            httpcore.Request(method, url, headers=headers, content=body, extensions=extensions)
        )

    async def close(self) -> None:
        """Drop every connection."""
        await self._connections.aclose()

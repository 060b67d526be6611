"""HTTP and TCP, each connection asked of the policy first. The only module that imports httpx."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack

import httpx

from proofbook.check_types.base import Answer, Request
from proofbook.errors import CouldNotLook, TargetFault
from proofbook.model.settings import Allow
from proofbook.run.policy import permit_address, permit_host

MAX_BODY = 1024 * 1024
MAX_REDIRECTS = 10


class Network:
    """Connections out. One client serves a whole run; making one costs as much as many requests."""

    def __init__(self, allow: Allow) -> None:
        self._allow = allow
        self._client: httpx.AsyncClient | None = None

    async def close(self) -> None:
        """Close every connection."""
        if self._client:
            await self._client.aclose()

    async def request(self, request: Request) -> Answer:
        """Send a request, follow redirects if asked, read the body up to the limit.

        Raises:
            Refused: the policy forbids its host or a redirect's.
            TargetFault: there is no answer.
        """
        started = time.monotonic()
        current = self._build(request)
        for hop in range(MAX_REDIRECTS + 1):
            await self._permit(current.url.host, current.url.port or _port(current.url.scheme))
            response, body = await self._send(current)
            if not (request.follow_redirects and response.next_request):
                return _answer(response, body, hop, started)
            current = response.next_request
        raise TargetFault(f"{request.url} redirects more than {MAX_REDIRECTS} times")

    def _build(self, request: Request) -> httpx.Request:
        if self._client is None:
            # Proxies and .netrc of the machine are not the site's business.
            # The deadline of the whole check, which httpx cannot keep, is kept around it.
            self._client = httpx.AsyncClient(trust_env=False, timeout=None)  # noqa: S113
        try:
            headers: Mapping[str, str] = request.headers
            return self._client.build_request(request.method, request.url, headers=headers, content=request.content)
        except (httpx.InvalidURL, UnicodeError) as error:
            raise CouldNotLook(f"{request.url!r} is not an address: {error}") from None

    async def _send(self, request: httpx.Request) -> tuple[httpx.Response, bytes]:
        assert self._client
        async with AsyncExitStack() as stack:
            try:
                response = await self._client.send(request, stream=True)
                stack.push_async_callback(response.aclose)
                body = bytearray()
                async for chunk in response.aiter_bytes(65536):
                    body += chunk
                    if len(body) > MAX_BODY:
                        break
            except httpx.HTTPError as error:
                raise TargetFault(f"{request.url}: {_reason(error)}") from None
            return response, bytes(body)

    async def connect(self, host: str, port: int) -> float | None:
        """Open and close a connection; the milliseconds it took, None if nothing listens.

        Raises:
            Refused: the policy forbids the host.
        """
        await self._permit(host, port)
        started = time.monotonic()
        try:
            _, writer = await asyncio.open_connection(host, port)
        except OSError:
            return None
        took = (time.monotonic() - started) * 1000
        writer.close()
        return took

    async def _permit(self, host: str, port: int) -> None:
        permit_host(host, self._allow)
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise TargetFault(f"{host} has no address: {error.strerror}") from None
        for entry in found:
            permit_address(str(entry[4][0]), host)


def _port(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _reason(error: httpx.HTTPError) -> str:
    """Words for what went wrong; httpx leaves some of its messages empty."""
    return str(error) or type(error).__name__


def _answer(response: httpx.Response, body: bytes, redirects: int, started: float) -> Answer:
    return Answer(
        status=response.status_code,
        headers=dict(response.headers),
        body=body[:MAX_BODY].decode(_charset(response), errors="replace"),
        url=str(response.url),
        http_version=response.http_version,
        redirects=redirects,
        duration_ms=round((time.monotonic() - started) * 1000, 3),
        truncated=len(body) > MAX_BODY,
    )


def _charset(response: httpx.Response) -> str:
    """The declared charset, if there is one of that name; servers lie."""
    name = response.charset_encoding or "utf-8"
    try:
        "".encode(name)
    except LookupError:
        return "utf-8"
    return name

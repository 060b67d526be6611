"""The connections under the HTTP client: only to addresses that the policy permits, names looked up once."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from contextvars import ContextVar

import httpcore
import httpx

from proofbook.run.addresses import addresses
from proofbook.run.deadlines import awaiting

#: Whether a connection was opened since this was last set to False, in the same task.
opened: ContextVar[bool] = ContextVar("opened", default=False)


class _Guarded(httpcore.AsyncNetworkBackend):
    """Opens connections to the addresses that were asked about, and to no others."""

    def __init__(self) -> None:
        self._under = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        error: httpcore.ConnectError | None = None
        opened.set(True)
        for address in await addresses(host):
            awaiting(f"{host} (address {address}) to take a connection on port {port}")
            try:
                made = await self._under.connect_tcp(address, port, timeout, local_address, socket_options)
            except httpcore.ConnectError as caught:
                error = caught
            else:
                awaiting(f"{host} port {port} to answer")
                return made
        raise error or httpcore.ConnectError(f"{host} has no address")


class Transport(httpx.AsyncHTTPTransport):
    """What httpx sends requests through. It keeps connections open for requests to come."""

    def __init__(self, context: ssl.SSLContext | None) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context, max_connections=None, keepalive_expiry=5, network_backend=_Guarded()
        )

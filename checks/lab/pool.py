"""HTTP clients for use among the lab's parts: a pool of kept-alive connections each."""

import httpx

# A pool looks at every idle connection for every request: with the 20 that a stall leaves, a request costs
# half as much again, and the stall never ends. Further connections are made when needed, and not kept.
MOST_IDLE = 4
IDLE_SECONDS = 5.0


def connection_pool(*, timeout: float, most: int = 200) -> httpx.AsyncClient:
    """A client with at most so many connections; `timeout`, in seconds, is for each wait of a request."""
    return httpx.AsyncClient(
        timeout=timeout,
        limits=httpx.Limits(max_connections=most, max_keepalive_connections=MOST_IDLE, keepalive_expiry=IDLE_SECONDS),
        trust_env=False,  # a proxy set in the environment is not for this machine's own parts
        verify=False,  # noqa: S501 - nothing here speaks TLS: load no certificates
    )

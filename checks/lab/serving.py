"""Serving ASGI applications on ports of this machine, until SIGTERM or SIGINT, and JSON manners for them."""

import asyncio
import contextlib
import json
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from checks.lab.errors import LabError
from checks.lab.settings import ADDRESS
from checks.lab.shapes import Unfit

Broke = Callable[[Request, Exception], Awaitable[Response]]

# Longer than our clients keep idle connections: the server never closes one that is about to be used.
KEEP_ALIVE_SECONDS = 75


def json_app(routes: Sequence[Route], broke: Broke | None = None) -> Starlette:
    """An application that also says 404, 405 and 422 in JSON, as `{"error": …}`; `broke` answers what nobody caught."""
    handlers: dict[Any, Broke] = {HTTPException: _refusal, ClientDisconnect: _gone, Unfit: _unfit}
    return Starlette(routes=routes, exception_handlers=handlers | ({Exception: broke} if broke else {}))


async def text_field(request: Request, name: str) -> str:
    """The text `name` of the request's JSON object; 422 when there is none."""
    try:
        value = json.loads(await request.body())[name]
    except (ValueError, KeyError, TypeError):
        value = None
    if not isinstance(value, str):
        raise HTTPException(422, f'expected a JSON object such as {{"{name}": "…"}}')
    return value


async def serve(
    apps: Sequence[tuple[ASGIApp, int]], *, grace: int = 1, secured: tuple[ASGIApp, int, Path, Path] | None = None
) -> None:
    """Serve each app on its port; once told to stop, let requests finish for `grace` seconds at most.

    `secured` is one more, with the files of its certificate and key: it speaks TLS.
    """
    sockets = [_listener(port) for _, port in apps]
    servers = [_Server(_config(app, grace)) for app, _ in apps]
    if secured:
        app, port, certificate, key = secured
        sockets.append(_listener(port))
        servers.append(_Server(_config(app, grace, ssl_certfile=certificate, ssl_keyfile=key)))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _stop, servers)
    await asyncio.gather(*(server.serve([taken]) for server, taken in zip(servers, sockets, strict=True)))


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # `serve` listens to signals, for all servers of the process


def _stop(servers: Sequence[uvicorn.Server]) -> None:
    for server in servers:
        server.should_exit = True


def _config(app: ASGIApp, grace: int, **tls: Any) -> uvicorn.Config:
    # Pure Python parts, named outright: the lab runs the same wherever faster ones are installed.
    return uvicorn.Config(
        app, loop="asyncio", http="h11", ws="none", lifespan="off", log_level="warning", access_log=False,
        server_header=False, proxy_headers=False, timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=grace, **tls,
    )  # fmt: skip


def _listener(port: int) -> socket.socket:
    # Named TCP: asyncio turns off Nagle's delay (40 ms on half of all answers) only where it reads that name.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((ADDRESS, port))
    except OSError as error:
        listener.close()
        raise LabError(f"cannot listen on {ADDRESS}:{port}: {error.strerror}") from None
    return listener


async def _refusal(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, headers=error.headers)


async def _unfit(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Unfit)
    return JSONResponse({"errors": error.problems}, 422)


async def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=400)  # nobody is there to read it: only the count is for somebody

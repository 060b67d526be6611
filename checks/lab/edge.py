"""The proxy's ports: the edge, which users see, plain and with TLS, and the admin port, which operators do."""

import asyncio
import json
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, generate_latest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from checks.lab.authority import make_certificates
from checks.lab.proxy import Proxy
from checks.lab.serving import json_app, serve
from checks.lab.settings import COLOURS, Colour, Lab


async def run_proxy(lab: Lab) -> None:
    """Serve them until told to stop."""
    proxy = Proxy(lab)
    watching = asyncio.create_task(proxy.watch())
    try:
        parts: list[tuple[ASGIApp, int]] = [(proxy, lab.edge), (json_app(_routes(proxy)), lab.admin)]
        await serve(parts, secured=(proxy, lab.secured, *make_certificates(lab.directory)))
    finally:
        watching.cancel()


def _routes(proxy: Proxy) -> list[Route]:
    async def status(request: Request) -> Response:
        return JSONResponse(proxy.status())

    async def metrics(request: Request) -> Response:
        return Response(_exposition(proxy), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def switch(request: Request) -> Response:
        asked = await _asked(request)
        return JSONResponse(await proxy.switch(_colour(asked.get("to")), guarded=asked.get("guarded") is True))

    async def balance(request: Request) -> Response:
        asked = (await _asked(request)).get("over")
        if not isinstance(asked, list) or not asked:
            raise HTTPException(422, 'expected a JSON object such as {"over": ["blue", "green"]}')
        return JSONResponse(await proxy.balance([_colour(one) for one in asked]))

    async def accept(request: Request) -> Response:
        return JSONResponse(proxy.accept())

    return [
        Route("/status", status),
        Route("/metrics", metrics),
        Route("/switch", switch, methods=["POST"]),
        Route("/balance", balance, methods=["POST"]),
        Route("/accept", accept, methods=["POST"]),
    ]


def _exposition(proxy: Proxy) -> bytes:
    registry = CollectorRegistry()
    up = Gauge("researchhub_proxy_up", "Whether a colour of the pool is up.", ("colour",), registry=registry)
    for colour, well in proxy.up().items():
        up.labels(colour).set(well)
    rollbacks = Counter("researchhub_proxy_rollbacks", "Releases that the guard took back.", registry=registry)
    rollbacks.inc(len(proxy.status()["rollbacks"]))
    return generate_latest(registry)


async def _asked(request: Request) -> dict[str, Any]:
    try:
        asked = json.loads(await request.body())
    except ValueError:
        asked = None
    return asked if isinstance(asked, dict) else {}


def _colour(wanted: object) -> Colour:
    for colour in COLOURS:
        if colour == wanted:
            return colour
    raise HTTPException(422, f"no colour {wanted!r}; known colours: {', '.join(COLOURS)}")

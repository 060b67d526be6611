"""The citation index, a third party: its two servers in small, and ResearchHub's careful way of asking them."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from checks.lab.breaker import Breaker
from checks.lab.pool import FAILED, Pool
from checks.lab.serving import json_app, serve, text_field
from checks.lab.settings import Lab, Provider

ANSWER_SECONDS = 0.5
HANG_SECONDS = 5.0
MODES = ("well", "errors", "hangs")


class CitationIndex:
    """Asks the primary provider, else the standby; each behind a breaker of its own."""

    def __init__(self, ports: Mapping[Provider, int], *, breaker: type[Breaker] = Breaker) -> None:
        self._ports = ports
        self._breakers = {provider: breaker() for provider in ports}
        self._pool = Pool(timeout=ANSWER_SECONDS)
        self.answered = dict.fromkeys((*ports, "stored"), 0)

    async def count(self, paper: int, stored: int) -> tuple[int, str]:
        """How often a paper is cited, and who says so; `stored` where neither provider answers."""
        for provider, breaker in self._breakers.items():
            if breaker.allows() and (found := await self._ask(provider, paper)) is not None:
                self.answered[provider] += 1
                return found, provider
        self.answered["stored"] += 1
        return stored, "stored"

    def states(self) -> dict[str, str]:
        """The breakers' states by provider."""
        return {provider: breaker.state for provider, breaker in self._breakers.items()}

    async def _ask(self, provider: Provider, paper: int) -> int | None:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                answer = await self._pool.get(self._ports[provider], f"/citations/{paper}")
            count = int(json.loads(answer.content)["count"]) if answer.status == 200 else None
        except (*FAILED, TimeoutError, ValueError, KeyError, TypeError):
            count = None
        if count is None:
            self._breakers[provider].failed()
        else:
            self._breakers[provider].succeeded()
        return count


async def run_citations(lab: Lab, provider: Provider) -> None:
    """Serve one provider until told to stop; `/mode` makes it fail, as third parties do."""
    mode = "well"

    async def show(request: Request) -> Response:
        if mode == "hangs":
            await asyncio.sleep(HANG_SECONDS)
        if mode != "well":
            raise HTTPException(503, "the index is being rebuilt")
        number = int(request.path_params["id"])
        return JSONResponse({"paper": number, "count": number * 37 % 101, "provider": provider})

    async def set_mode(request: Request) -> Response:
        nonlocal mode
        wanted = await text_field(request, "mode")
        if wanted not in MODES:
            raise HTTPException(422, f"no mode {wanted!r}; modes: {', '.join(MODES)}")
        mode = wanted
        return status_now()

    async def status(request: Request) -> Response:
        return status_now()

    def status_now() -> Response:
        state: dict[str, Any] = {"provider": provider, "mode": mode}
        return JSONResponse(state)

    routes = [
        Route("/citations/{id:int}", show),
        Route("/mode", set_mode, methods=["POST"]),
        Route("/status", status),
    ]
    await serve([(json_app(routes), lab.citations[provider])])

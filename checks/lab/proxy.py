"""The reverse proxy: requests to the edge port go to the colours in its pool; the admin port changes the pool."""

import asyncio
from collections.abc import Sequence
from time import monotonic
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from checks.lab.forwarding import Unreached, forward
from checks.lab.guard import Guard
from checks.lab.settings import COLOURS, Colour, Lab
from checks.lab.upstream import Upstream

DRAIN_SECONDS = 5.0
PROBE_SECONDS = 0.3


class Proxy:
    """An ASGI application that forwards; starts with blue alone in the pool."""

    def __init__(self, lab: Lab) -> None:
        self._upstreams = {colour: Upstream(colour, lab.applications[colour]) for colour in COLOURS}
        self._pool = [self._upstreams["blue"]]
        self._turn = 0
        self._switches = 0
        self._switching = asyncio.Lock()
        self._guard: Guard | None = None
        self._rollbacks: list[dict[str, Any]] = []
        self._rolling_back: asyncio.Task[None] | None = None

    def status(self) -> dict[str, Any]:
        """The active colour, all that share the load and whether they are up, and what the guard does."""
        upstreams = self._upstreams.values()
        return {
            "active": self._pool[0].colour,
            "pool": [one.colour for one in self._pool],
            "down": [one.colour for one in self._pool if not one.up],
            "switches": self._switches,
            "in_flight": {one.colour: one.in_flight for one in upstreams},
            "guard": self._guard.figures() | {"watches": self._guard.watched} if self._guard else None,
            "rollbacks": self._rollbacks,
        }

    async def switch(self, colour: Colour, *, guarded: bool = False) -> dict[str, Any]:
        """Send new requests to `colour`, and wait for those at the others; 409 when it is not ready.

        Guarded, it goes back by itself when users get too many errors, or wait too long.
        """
        async with self._switching:
            old = self._pool[0]
            if unready := await self._upstreams[colour].readiness():
                raise HTTPException(409, f"{unready}; traffic stays at {old.colour}")
            self._guard = Guard(colour, old.colour) if guarded and colour != old.colour else None
            return await self._exchange([colour])

    async def balance(self, colours: Sequence[Colour]) -> dict[str, Any]:
        """Share new requests among colours; 409 when one of them is not ready."""
        async with self._switching:
            for colour in colours:
                if unready := await self._upstreams[colour].readiness():
                    raise HTTPException(409, unready)
            self._guard = None
            return await self._exchange(colours)

    def up(self) -> dict[Colour, bool]:
        """The colours in the pool, and whether each is up."""
        return {one.colour: one.up for one in self._pool}

    def accept(self) -> dict[str, Any]:
        """The release stays: the guard goes home."""
        self._guard = None
        return self.status()

    async def watch(self) -> None:
        """For ever: where several share the load, take out who is not ready, and back in who is again."""
        while True:
            await asyncio.sleep(PROBE_SECONDS)
            for upstream in self._pool if len(self._pool) > 1 else ():
                upstream.up = await upstream.readiness() is None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward one request, as ASGI has it; once more to another colour where the first cannot have seen it."""
        request = Request(scope, receive)
        tried: list[Upstream] = []
        while True:
            upstream = self._next(tried)  # no await before `enter`: a switch comes before or after, never between
            upstream.enter()
            begun = monotonic()
            try:
                status = await forward(request, upstream, send)
                break
            except Unreached as reason:
                tried.append(upstream)
                upstream.up = len(self._pool) == 1
                if not reason.again or len(tried) >= len(self._pool):
                    await JSONResponse({"error": f"{upstream.colour} did not answer: {reason}"}, 502)(
                        scope, receive, send
                    )
                    status = 502
                    break
            finally:
                upstream.leave()
        self._judge(upstream, failed=status >= 500, latency_ms=(monotonic() - begun) * 1000)

    def _next(self, tried: Sequence[Upstream]) -> Upstream:
        self._turn += 1
        left = [one for one in self._pool if one not in tried] or self._pool
        candidates = [one for one in left if one.up] or left
        return candidates[self._turn % len(candidates)]

    def _judge(self, upstream: Upstream, *, failed: bool, latency_ms: float) -> None:
        guard = self._guard
        if guard is None or upstream.colour != guard.watched:
            return
        guard.add(failed=failed, latency_ms=latency_ms)
        if reason := guard.alarm():
            self._guard = None
            self._rolling_back = asyncio.create_task(self._roll_back(guard, reason))

    async def _roll_back(self, guard: Guard, reason: str) -> None:
        noted = guard.figures() | {"from": guard.watched, "to": guard.back, "reason": reason, "refused": None}
        self._rollbacks.append(noted)
        print(f"the guard rolls back from {guard.watched} to {guard.back}: {reason}", flush=True)
        try:
            await self.switch(guard.back)
        except HTTPException as error:
            noted["refused"] = error.detail

    async def _exchange(self, colours: Sequence[Colour]) -> dict[str, Any]:
        before, chosen = self._pool, [self._upstreams[colour] for colour in colours]
        if before == chosen:
            return self.status() | {"switched": False, "drained": True, "drain_seconds": 0.0}
        for one in chosen:
            one.up = True
        self._pool, begun = chosen, monotonic()
        self._switches += 1
        drained = [await one.drained(seconds=DRAIN_SECONDS) for one in before if one not in chosen]
        spent = round(monotonic() - begun, 3)
        return self.status() | {"switched": True, "drained": all(drained), "drain_seconds": spent}

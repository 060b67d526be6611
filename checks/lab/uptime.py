"""Uptime, as users would see it: the edge is asked every second, and the answers are counted."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import time
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from checks.lab.pool import FAILED, Pool
from checks.lab.serving import json_app, serve
from checks.lab.settings import Lab

EVERY_SECONDS, ANSWER_SECONDS = 1.0, 2.0
MOST_OUTAGES = 100
DOWN_AFTER = 2
"""So many probes in a row that fail are an outage; one alone may be the prober's own."""


@dataclass(slots=True)
class Uptime:
    """What the probes have seen; `outages` hold when each began and ended."""

    clock: Callable[[], float] = time
    probes: int = 0
    failed: int = 0
    began: float | None = None
    outages: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=MOST_OUTAGES))
    _failing: list[float] = field(default_factory=list)

    def add(self, *, up: bool) -> None:
        """Count a probe."""
        now = self.clock()
        self.began = now if self.began is None else self.began
        self.probes += 1
        self.failed += not up
        if up:
            if self._is_outage():
                self.outages[-1]["ended"] = now
            self._failing.clear()
            return
        self._failing.append(now)
        if len(self._failing) == DOWN_AFTER:
            self.outages.append({"alert": "ResearchHubDown", "began": self._failing[0], "ended": None})

    def figures(self) -> dict[str, Any]:
        """Availability in percent, for how long it was observed, and every outage."""
        observed = 0.0 if self.began is None else self.clock() - self.began
        return {
            "observed_seconds": round(observed, 1),
            "probes": self.probes,
            "failed": self.failed,
            "available_percent": round(100 * (1 - self.failed / self.probes), 4) if self.probes else None,
            "down": self._is_outage(),
            "outages": list(self.outages),
        }

    def _is_outage(self) -> bool:
        return len(self._failing) >= DOWN_AFTER


async def run_probe(lab: Lab) -> None:
    """Probe, and serve the figures, until told to stop."""
    uptime = Uptime()
    probing = asyncio.create_task(_probe(uptime, lab.edge))

    async def show(request: Request) -> Response:
        return JSONResponse(uptime.figures())

    try:
        await serve([(json_app([Route("/uptime", show)]), lab.probe)])
    finally:
        probing.cancel()


async def _probe(uptime: Uptime, port: int) -> None:
    pool = Pool(timeout=ANSWER_SECONDS)
    while True:
        try:
            uptime.add(up=(await pool.get(port, "/ready")).status == 200)
        except FAILED:
            uptime.add(up=False)
        await asyncio.sleep(EVERY_SECONDS)

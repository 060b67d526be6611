"""The load generator: a steady open-loop load on the edge, whose outcome is told by phase."""

import asyncio
import itertools
import os
import re
from time import monotonic

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from checks.lab.ask import lab_key
from checks.lab.phases import Ledger, Outcome, Phase
from checks.lab.pool import FAILED, Pool
from checks.lab.serving import json_app, serve
from checks.lab.settings import Lab
from checks.lab.traffic import headers_of, request_number

CONCURRENCY = 20
REQUEST_SECONDS = 5.0
GIVE_UP_SECONDS = 1.0
"""Later than this behind its schedule, the generator shifts it instead of catching up in a burst."""
PHASE_NAME = re.compile("[a-z0-9][a-z0-9._-]{0,63}")


class Generator:
    """Sends `rate` requests a second for `seconds`, at most 20 at once; tells when it is late.

    Whoever started it may be killed; it does not go on without them.
    """

    def __init__(self, lab: Lab, *, rate: float, seconds: float) -> None:
        self.ledger = Ledger()
        self.rate = rate
        self.sending = True
        self._seconds = seconds
        self._parent = os.getppid()
        self._key = lab_key("editor", lab.seed)
        self._free = asyncio.Semaphore(CONCURRENCY)
        self._pool = Pool(timeout=REQUEST_SECONDS, most=CONCURRENCY)
        self._edge = lab.edge

    async def run(self) -> None:
        """Send until the time is up; then nothing is measured any more, and no phase goes on."""
        try:
            async with asyncio.TaskGroup() as requests:
                await self._start_requests(requests)
        finally:
            self.sending = False
            self.ledger.end()

    async def _start_requests(self, requests: asyncio.TaskGroup) -> None:
        begun = due = monotonic()
        for number in itertools.count():
            await asyncio.sleep(due - monotonic())
            await self._free.acquire()
            if monotonic() - begun > self._seconds or os.getppid() != self._parent:
                return
            due = self._note_delay(due) + 1 / self.rate
            requests.create_task(self._send(number, self.ledger.current))

    def _note_delay(self, due: float) -> float:
        phase, late = self.ledger.current, monotonic() - due
        if late > GIVE_UP_SECONDS:
            phase.given_up += late
            return due + late
        phase.longest_delay = max(phase.longest_delay, late)
        return due

    async def _send(self, number: int, phase: Phase) -> None:
        begun, release, colour = monotonic(), "none", "none"
        method, path, body = request_number(number)
        failure: str | None = None
        wrote = False
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                answer = await self._pool.ask(method, self._edge, path, headers_of(number, self._key), body)
            release = answer.headers.get("x-release", release)
            colour = answer.headers.get("x-colour", colour)
            wrote = answer.status == 201
            if answer.status >= 500:
                said = answer.content[:80].decode(errors="replace")
                failure = f"{method} {path}: {answer.status} from {colour} ({release}): {said}"
        except (*FAILED, TimeoutError) as error:
            failure = f"{method} {path}: {type(error).__name__}"
        finally:
            self._free.release()
        phase.add(Outcome((monotonic() - begun) * 1000, release, colour, failure, wrote=wrote))


async def run_load(lab: Lab, *, rate: float, seconds: float) -> None:
    """Send the load, and serve its figures until told to stop."""
    generator = Generator(lab, rate=rate, seconds=seconds)
    sending = asyncio.create_task(generator.run())
    try:
        await serve([(json_app(_routes(generator)), lab.load)])
    finally:
        sending.cancel()
        await asyncio.wait([sending])


def _routes(generator: Generator) -> list[Route]:
    ledger = generator.ledger

    async def health(request: Request) -> Response:
        said = {"status": "ok", "sending": generator.sending, "rate": generator.rate}
        return JSONResponse({**said, "phase": ledger.current.figures()})

    async def phases(request: Request) -> Response:
        return JSONResponse({"phases": [phase.figures() for phase in ledger.phases.values()]})

    async def begin(request: Request) -> Response:
        name = request.path_params["name"]
        if not PHASE_NAME.fullmatch(name):
            raise HTTPException(422, f"no phase can be called {name!r}")
        if not generator.sending:
            raise HTTPException(409, f"phase {name} cannot begin: the load's time is up")
        return JSONResponse(ledger.begin(name).figures(), 201)

    async def show(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in ledger.phases:
            raise HTTPException(404, f"no phase {name!r}; phases so far: {', '.join(ledger.phases)}")
        return JSONResponse(ledger.phases[name].figures())

    return [
        Route("/health", health),
        Route("/phases", phases),
        Route("/phases/{name}", begin, methods=["POST"]),
        Route("/phases/{name}", show),
    ]

"""A host: one colour's machine, whose agent deploys releases of the application on it and stops them."""

import asyncio
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from checks.lab.child import Child
from checks.lab.errors import LabError
from checks.lab.releases import release_named
from checks.lab.serving import json_app, serve, text_field
from checks.lab.settings import Colour, Lab

READY_SECONDS = 15.0
REVIVE_SECONDS = 0.3
STOP_SECONDS = 6.0
"""For the application to finish its requests when another release takes its place."""
QUIT_SECONDS = 1.0
"""The same when the host itself goes down."""


class Host:
    """The one application of a colour; at most one deployment at a time."""

    def __init__(self, lab: Lab, colour: Colour) -> None:
        self.restarts = 0
        self._lab = lab
        self._colour = colour
        self._child: Child | None = None
        self._since = datetime.now(UTC)
        self._changing = asyncio.Lock()

    def status(self) -> dict[str, Any]:
        """What is deployed since when; `running` is false after a crash, and `release` None after a stop."""
        pid = self._child.pid if self._child else None
        return {
            "colour": self._colour,
            "release": self._child.release if self._child else None,
            "running": pid is not None,
            "pid": pid,
            "restarts": self.restarts,
            "since": self._since.isoformat(timespec="milliseconds"),
        }

    async def deploy(self, release: str) -> dict[str, Any]:
        """Run `release` and nothing else; a `LabError` with its last output when it does not become ready."""
        async with self._changing:
            begun = monotonic()
            changed = not (self._child and self._child.pid and self._child.release == release)
            if changed:
                await self._stop(STOP_SECONDS)
                await self._start(release)
            return self.status() | {"changed": changed, "ready_seconds": round(monotonic() - begun, 3)}

    async def stop(self, *, grace: float = STOP_SECONDS) -> dict[str, Any]:
        """Run nothing; no error when nothing runs."""
        async with self._changing:
            changed = self._child is not None
            await self._stop(grace)
            return self.status() | {"changed": changed}

    async def revive(self) -> None:
        """For ever: start an application again that has ended by itself."""
        while True:
            await asyncio.sleep(REVIVE_SECONDS)
            async with self._changing:
                if self._child and not self._child.pid:
                    release = self._child.release
                    print(f"{self._colour}: {release} has ended by itself, and is started again", flush=True)
                    self.restarts += 1
                    try:
                        await self._start(release)
                    except LabError as error:
                        print(error, flush=True)  # now nothing is deployed, and somebody must look

    async def crash(self) -> dict[str, Any]:
        """Kill the application, as a fault would: what a rehearsal needs."""
        if self._child:
            await self._child.kill()
        return self.status()

    async def quit(self) -> None:
        """Stop the application now, whatever a deployment is about to do."""
        if self._child:
            await self._child.stop(grace=QUIT_SECONDS)

    async def _start(self, release: str) -> None:
        self._child, self._since = await Child.start(self._colour, release), datetime.now(UTC)
        if await self._child.become_ready(self._lab, self._colour, seconds=READY_SECONDS):
            return
        ended, tail = self._child.pid is None, self._child.tail
        await self._stop(QUIT_SECONDS)
        reason = "ended at once" if ended else f"was not ready after {READY_SECONDS:.0f} s, and was stopped"
        raise LabError("\n".join([f"{self._colour}: {release} {reason}; its last output:", *tail]))

    async def _stop(self, grace: float) -> None:
        if self._child:
            await self._child.stop(grace=grace)
            self._child, self._since = None, datetime.now(UTC)


async def run_host(lab: Lab, colour: Colour, release: str | None, *, revive: bool = False) -> None:
    """Deploy `release`, if any, then serve the agent until told to stop; leaves no application behind.

    With `revive`, an application that ends by itself is started again.
    """
    host = Host(lab, colour)
    reviving = asyncio.create_task(host.revive()) if revive else None
    try:
        if release:
            await host.deploy(release)
        await serve([(json_app(_routes(host)), lab.agents[colour])])
    finally:
        if reviving:
            reviving.cancel()
        await host.quit()


def _routes(host: Host) -> list[Route]:
    async def status(request: Request) -> Response:
        return JSONResponse(host.status())

    async def deploy(request: Request) -> Response:
        release = await text_field(request, "release")
        try:
            return JSONResponse(await host.deploy(release_named(release).name))
        except LabError as error:
            return JSONResponse({"error": str(error)}, 503 if error.exit_code == 1 else 422)
        except asyncio.CancelledError:
            return JSONResponse({"error": f"the host goes down while {release} starts"}, 503)

    async def stop(request: Request) -> Response:
        return JSONResponse(await host.stop())

    async def crash(request: Request) -> Response:
        return JSONResponse(await host.crash())

    return [
        Route("/status", status),
        Route("/crash", crash, methods=["POST"]),
        Route("/deploy", deploy, methods=["POST"]),
        Route("/stop", stop, methods=["POST"]),
    ]

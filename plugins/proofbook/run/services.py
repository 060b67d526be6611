"""An environment's services: started in order, watched, and always stopped."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import ExitStack, asynccontextmanager
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from proofbook.errors import CouldNotLook, UnknownVariable
from proofbook.instants import stamp
from proofbook.masking import Mask
from proofbook.model.environment import Environment
from proofbook.model.fields import seconds
from proofbook.model.plan import PlannedService
from proofbook.model.results import ServiceResult, Session
from proofbook.model.status import Status, worst
from proofbook.run import processes
from proofbook.run.children import Child
from proofbook.run.looking import look
from proofbook.run.ports import free_ports
from proofbook.run.watchdog import watching
from proofbook.run.world import Outside
from proofbook.variables import Scope, resolve

POLL_S = 0.1
LOG_SHOWN = 4_000


class _Running:
    """One service: its process, its log and what became of it."""

    def __init__(self, planned: PlannedService, log: Path) -> None:
        self.service = planned.service
        self.planned = planned
        self.log = log
        self.process: Child | None = None
        self.verdict = Status.BLOCKED
        self.reason = "a service it needs was not ready"
        self.took_s = 0.0

    def died(self) -> bool:
        """Whether it ended without being asked to."""
        return self.process is not None and self.process.returncode is not None

    def result(self, mask: Mask) -> ServiceResult:
        """What is written down of it."""
        log = mask.text(self.log.read_text(errors="replace")) if self.log.exists() else ""
        return ServiceResult(
            service=self.service.id,
            verdict=self.verdict,
            reason=self.reason,
            log=log[-LOG_SHOWN:],
            took_s=round(self.took_s, 3),
        )


class Lab:
    """An environment while it runs: the scope its variables make, and its services."""

    def __init__(self, environment: Environment, scope: Scope, world: Outside, services: list[_Running]) -> None:
        self.environment = environment
        self.scope = scope
        self.world = world
        self._services = {one.service.id: one for one in services}
        self.fault = ""

    def cause(self) -> str | None:
        """The first service that is not well, as `environment/service`."""
        self._notice_deaths()
        bad = next((name for name, one in self._services.items() if one.verdict is not Status.PASSED), None)
        return f"{self.environment.id}/{bad}" if bad else None

    def groups(self) -> tuple[int, ...]:
        """The process groups of its services that run, by their number."""
        return tuple(one.process.pid for one in self._services.values() if one.process and not one.died())

    def _notice_deaths(self) -> None:
        for one in self._services.values():
            if one.verdict is Status.PASSED and one.died():
                assert one.process
                one.verdict, one.reason = Status.FAILED, f"it died: {_ended(one.process.returncode)}"

    async def start(self) -> None:
        """Start services as soon as what they need is ready; those that need an unready one stay out."""
        order = TopologicalSorter({name: one.service.needs for name, one in self._services.items()})
        await _in_order(order, lambda name: self._start_one(self._services[name]))

    async def _start_one(self, one: _Running) -> None:
        if any(self._services[name].verdict is not Status.PASSED for name in one.service.needs):
            return
        started = time.monotonic()
        try:
            argv = tuple(str(part) for part in resolve(one.service.command, self.scope))
            with one.log.open("wb") as log:
                one.process = processes.start(
                    argv, cwd=self.world.root, environ=self.world.environ, stdout=log.fileno(), stderr=log.fileno()
                )
            one.verdict, one.reason = await self._ready(one, started + seconds(one.service.ready_within))
        except (CouldNotLook, UnknownVariable) as error:
            one.verdict, one.reason = Status.ERROR, str(error)
        one.took_s = time.monotonic() - started

    async def _ready(self, one: _Running, deadline: float) -> tuple[Status, str]:
        assert one.process
        reason = "its readiness check never ended"
        while time.monotonic() < deadline:
            if one.died():
                return Status.FAILED, f"it died before it was ready: {_ended(one.process.returncode)}"
            if one.planned.ready is None:
                return Status.PASSED, ""
            try:
                async with asyncio.timeout(max(deadline - time.monotonic(), POLL_S)):
                    sight = await look(one.planned.ready, self.scope, self.world)
            except TimeoutError:
                break
            if sight.verdict in {Status.PASSED, Status.FLAKY, Status.ERROR}:
                return (Status.ERROR, sight.reason) if sight.verdict is Status.ERROR else (Status.PASSED, "")
            reason = sight.reason
            await asyncio.sleep(POLL_S)
        return Status.FAILED, f"not ready within {one.service.ready_within}: {reason}"

    async def stop(self) -> None:
        """Stop each service as soon as what needs it has stopped."""
        self._notice_deaths()
        order: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(self._services, ()))
        for name, one in self._services.items():
            for needed in one.service.needs:
                order.add(needed, name)
        await _in_order(order, lambda name: self._stop_one(self._services[name]))

    async def _stop_one(self, one: _Running) -> None:
        if one.process:
            await processes.stop(one.process, seconds(one.service.stop_within))

    def results(self) -> tuple[ServiceResult, ...]:
        """What is written down of the services."""
        return tuple(one.result(self.world.secrets.mask) for one in self._services.values())


async def _in_order(order: TopologicalSorter[str], act: Callable[[str], Coroutine[Any, Any, None]]) -> None:
    """Act on each as soon as all that come before it are done, on several at once."""
    order.prepare()
    under_way: dict[asyncio.Task[None], str] = {}
    async with asyncio.TaskGroup() as group:
        while order.is_active():
            under_way |= {group.create_task(act(name)): name for name in order.get_ready()}
            done, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            order.done(*(under_way.pop(task) for task in done))


def _ended(code: int | None) -> str:
    return f"killed by signal {-code}" if code is not None and code < 0 else f"exit code {code}"


@asynccontextmanager
async def lab(
    environment: Environment,
    planned: tuple[PlannedService, ...],
    settings_vars: Mapping[str, Any],
    world: Outside,
    sessions: list[Session],
    used_for: str,
) -> AsyncIterator[Lab]:
    """An environment started fresh, in a folder of its own; torn down however this is left."""
    started, clock = world.now(), time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix=f"proofbook-{environment.id}-"))
    if watchdog := watching():
        watchdog.folder(folder)
    held = ExitStack()
    try:
        scope, environ = _variables(environment, settings_vars, folder, held)
        running = [_Running(one, folder / f"{one.service.id}.log") for one in planned]
        made = Lab(environment, scope, world.within(environ), running)
        try:
            await made.start()
            yield made
        finally:
            await _surely(made.stop())
            services = made.results()
            sessions.append(
                Session(
                    environment=environment.id,
                    grade=environment.grade,
                    verdict=worst([one.verdict for one in services] or [Status.PASSED]),
                    used_for=used_for,
                    reason="; ".join(f"{one.service}: {one.reason}" for one in services if one.reason),
                    services=services,
                    started=stamp(started),
                    took_s=round(time.monotonic() - clock, 3),
                )
            )
    finally:
        held.close()
        shutil.rmtree(folder, ignore_errors=True)


async def _surely(stopping: Any) -> None:
    """Finish stopping even if a second Ctrl-C comes: the first has been heard."""
    task = asyncio.ensure_future(stopping)
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.done():
                raise


def _variables(
    environment: Environment, settings_vars: Mapping[str, Any], folder: Path, held: ExitStack
) -> tuple[Scope, dict[str, str]]:
    """The scope and the process environment. Variables may use those defined above them."""
    env: dict[str, Any] = {"id": environment.id, "grade": str(environment.grade), "dir": str(folder)}
    ports = dict(zip(environment.ports, free_ports(len(environment.ports), held), strict=True))
    scope: dict[str, Mapping[str, Any]] = {"env": env, "ports": ports, "vars": settings_vars}
    for name, value in environment.vars.items():
        env[name] = resolve(value, scope)
    environ = {name: str(resolve(value, scope)) for name, value in environment.environ.items()}
    return scope, environ

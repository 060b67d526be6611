"""Room for checks: so many at once of each kind and at each host, named locks, and what measures time alone."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager

from proofbook.check_types.base import Effect, Permission
from proofbook.model.settings import Limits

#: What only reads files of the project waits for little: so many at once keep few files open.
LOCAL = 10


class Pools:
    """Room for a number of checks of each kind; one that measures takes all the room there is."""

    def __init__(self, limits: Limits) -> None:
        self._network = _Pool(limits.network)
        self._programs = _Pool(limits.commands or processors())
        self._local = _Pool(LOCAL)
        self._per_host = limits.per_host
        # Two that measure would each hold a part of the room and wait for the other for ever.
        self._measuring = asyncio.Lock()
        self._locks: dict[str, asyncio.Lock] = {}
        self._hosts: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def taken(self, asked: Iterable[Permission], *, alone: bool, lock: str | None = None) -> AsyncIterator[None]:
        """Wait for the room that a check with these permissions needs, and give it back.

        Always in the same order, so that none waits for what another holds that waits for it: the lock, the host,
        the pool. Who waits for a lock or for a host takes no room from others.
        """
        async with AsyncExitStack() as held:
            if lock:
                await held.enter_async_context(self._locks.setdefault(lock, asyncio.Lock()))
            if alone:
                await held.enter_async_context(self._measuring)
                for pool in (self._network, self._programs, self._local):
                    await pool.all(held)
            else:
                await self._one(tuple(asked), held)
            yield

    async def _one(self, asked: tuple[Permission, ...], held: AsyncExitStack) -> None:
        for host in sorted({one.host for one in asked if one.effect is Effect.NETWORK and one.host}):
            at_once = self._hosts.setdefault(host.lower(), asyncio.Semaphore(self._per_host))
            await held.enter_async_context(at_once)
        await held.enter_async_context(self._pool({one.effect for one in asked}).room)

    def _pool(self, effects: set[Effect]) -> _Pool:
        if Effect.NETWORK in effects:
            return self._network
        return self._programs if effects & {Effect.COMMANDS, Effect.PYTHON} else self._local


class _Pool:
    def __init__(self, size: int) -> None:
        self._size = size
        self.room = asyncio.Semaphore(size)

    async def all(self, held: AsyncExitStack) -> None:
        for _ in range(self._size):
            await held.enter_async_context(self.room)


def processors() -> int:
    """How many processors this process may use, which a container may have narrowed."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        return os.cpu_count() or 1

"""A program that runs: waited for without a thread where the system can tell, and without asyncio's transports."""

from __future__ import annotations

import asyncio
import os
import subprocess

from proofbook.run.threads import in_thread


class Child:
    """One program that was started."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.pid = process.pid

    @property
    def returncode(self) -> int | None:
        """Its exit code, minus the signal that killed it, or None while it runs."""
        return self._process.poll()

    async def exited(self) -> None:
        """Wait until it has ended.

        Where the system can tell, its number stays taken, so that its group, and no other, can be ended.
        """
        if self._process.returncode is not None:
            return
        watched = _watch(self.pid)
        if watched is None:
            await self.wait()
            return
        try:
            await _readable(watched)
        finally:
            os.close(watched)

    async def wait(self) -> int:
        """Wait until it has ended, and take its exit code."""
        found = self._process.poll()
        return await in_thread(self._process.wait) if found is None else found


def _watch(pid: int) -> int | None:
    """A file that can be read once a child has ended; None where there is no such thing, as on macOS."""
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return None


async def _readable(file: int) -> None:
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()

    def tell() -> None:
        loop.remove_reader(file)
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(file, tell)
    try:
        await ready
    finally:
        loop.remove_reader(file)

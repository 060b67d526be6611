"""One run of the application as a child process, which never outlives the host that started it."""

import asyncio
import sys
from collections import deque
from contextlib import suppress

from checks.lab.pool import FAILED, Pool
from checks.lab.settings import Colour, Lab

TAIL_LINES = 20
POLL_SECONDS = 0.05
PROBE_SECONDS = 1.0
LONGEST_LINE = 2**20


class Child:
    """A started application; its output goes to our stdout, and its last lines are kept."""

    def __init__(self, process: asyncio.subprocess.Process, release: str) -> None:
        self.release = release
        self.tail: deque[str] = deque(maxlen=TAIL_LINES)
        self._process = process
        self._copying = asyncio.create_task(self._copy_output())

    @classmethod
    async def start(cls, colour: Colour, release: str) -> "Child":
        """Start `release`; it ends itself when the pipe to its stdin breaks, even if we are killed."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "checks.lab", "serve", colour, "--release", release, "--attended",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
            limit=LONGEST_LINE,
        )  # fmt: skip
        return cls(process, release)

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._process.pid if self._process.returncode is None else None

    async def become_ready(self, lab: Lab, colour: Colour, *, seconds: float) -> bool:
        """Wait until it answers `/ready`; False when it has ended, or did not within `seconds`."""
        pool = Pool(timeout=PROBE_SECONDS)
        try:
            async with asyncio.timeout(seconds):
                while self.pid and not await self._answers(pool, lab.applications[colour]):  # noqa: ASYNC110 - it polls another process
                    await asyncio.sleep(POLL_SECONDS)
        except TimeoutError:
            return False
        finally:
            await pool.close()
        return self.pid is not None

    async def kill(self) -> None:
        """SIGKILL, at once."""
        if self.pid:
            self._process.kill()
        await self._process.wait()

    async def stop(self, *, grace: float) -> None:
        """SIGTERM, and SIGKILL when it has not ended after `grace` seconds."""
        if self.pid:
            self._process.terminate()
        try:
            async with asyncio.timeout(grace):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        await self._copying

    async def _answers(self, pool: Pool, port: int) -> bool:
        try:
            answer = await pool.get(port, "/ready")
        except FAILED:
            return False
        # Something else may sit on the port: only our own release counts.
        return answer.status == 200 and answer.headers.get("x-release") == self.release

    async def _copy_output(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            text = line.decode(errors="replace").rstrip()
            self.tail.append(text)
            with suppress(BrokenPipeError):  # nobody listens to us any more; the child must not notice
                print(text, flush=True)

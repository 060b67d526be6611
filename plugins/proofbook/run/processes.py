"""Programs started, bounded and ended, with everything they started themselves."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from proofbook.check_types.base import Finished
from proofbook.errors import CouldNotLook

MAX_OUTPUT = 1024 * 1024
#: All that a child sees of our environment; the rest may hold credentials.
INHERITED = ("HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "TMPDIR", "TZ", "USER")
GRACE_S = 0.5


def child_environ(extra: Mapping[str, str]) -> dict[str, str]:
    """The environment of a child: an allow-list, our own Python first on the path, and `extra`."""
    made = {name: os.environ[name] for name in INHERITED if name in os.environ}
    made["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), made.get("PATH", os.defpath)])
    made["PYTHONUNBUFFERED"] = "1"
    return made | dict(extra)


async def start(
    argv: tuple[str, ...], *, cwd: Path, environ: Mapping[str, str], output: IO[bytes] | int
) -> asyncio.subprocess.Process:
    """Start a program in a session of its own, so that its whole group can be ended.

    Raises:
        CouldNotLook: there is no such program, or it may not be executed.
    """
    try:
        return await asyncio.create_subprocess_exec(
            *argv,
            cwd=cwd,
            env=child_environ(environ),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=asyncio.subprocess.STDOUT if output != asyncio.subprocess.PIPE else output,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CouldNotLook(f"cannot start {argv[0]!r}: {reason.lower()}") from None


async def execute(argv: tuple[str, ...], *, cwd: Path, environ: Mapping[str, str]) -> Finished:
    """Run a program to its end. However this is left, nothing of its group stays alive.

    Raises:
        CouldNotLook: it cannot be started.
    """
    started = time.monotonic()
    process = await start(argv, cwd=cwd, environ=environ, output=asyncio.subprocess.PIPE)
    assert process.stdout and process.stderr
    kept = (bytearray(), bytearray())
    outputs = [asyncio.create_task(_drain(*pair)) for pair in zip((process.stdout, process.stderr), kept, strict=True)]
    try:
        exit_code = await process.wait()
        took = (time.monotonic() - started) * 1000
        # A grandchild may hold the pipes open for ever: the program itself has ended, so go on.
        await asyncio.wait(outputs, timeout=GRACE_S)
    finally:
        kill_group(process.pid)
        for task in outputs:
            task.cancel()
        await process.wait()
    stdout, stderr = (data[:MAX_OUTPUT].decode(errors="replace") for data in kept)
    cut = any(len(data) > MAX_OUTPUT for data in kept)
    return Finished(exit_code=exit_code, stdout=stdout, stderr=stderr, duration_ms=took, truncated=cut)


async def _drain(stream: asyncio.StreamReader, kept: bytearray) -> None:
    """Read to the end, so that the program is never held up; keep one byte more than the limit."""
    while chunk := await stream.read(65536):
        kept += chunk[: MAX_OUTPUT + 1 - len(kept)]


def kill_group(group: int) -> None:
    """End every process of a group at once."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


async def stop(process: asyncio.subprocess.Process, within: float) -> None:
    """Ask a program to end, and after `within` seconds end it with its whole group."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), within)
    kill_group(process.pid)
    await process.wait()

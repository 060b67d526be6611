"""Programs started, bounded and ended, with everything they started themselves."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

from proofbook.check_types.programs import Finished
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
    argv: tuple[str, ...],
    *,
    cwd: Path,
    environ: Mapping[str, str],
    stdout: int,
    stderr: int,
    stdin: int = asyncio.subprocess.DEVNULL,
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
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CouldNotLook(f"cannot start {argv[0]!r}: {reason.lower()}") from None


async def execute(
    argv: tuple[str, ...], *, cwd: Path, environ: Mapping[str, str], stdin: str | None = None
) -> Finished:
    """Run a program to its end. However this is left, nothing of its group stays alive.

    Raises:
        CouldNotLook: it cannot be started.
    """
    started = time.monotonic()
    # Pipes of our own: with asyncio's, waiting for the program would wait for every grandchild
    # that holds one of them open.
    async with _captured() as out, _captured() as err:
        with _written(stdin) as given:
            process = await start(argv, cwd=cwd, environ=environ, stdout=out.writing, stderr=err.writing, stdin=given)
        try:
            out.start()
            err.start()
            exit_code = await process.wait()
            took = (time.monotonic() - started) * 1000
        finally:
            kill_group(process.pid)
            await asyncio.shield(process.wait())
        await asyncio.wait([out.reading, err.reading], timeout=GRACE_S)
    return Finished(
        exit_code=exit_code,
        stdout=out.text(),
        stderr=err.text(),
        duration_ms=took,
        truncated=out.truncated or err.truncated,
    )


@contextlib.contextmanager
def _written(text: str | None) -> Iterator[int]:
    """A file without a name that holds the text: unlike a pipe it need not be fed while the program runs."""
    if text is None:
        yield asyncio.subprocess.DEVNULL
        return
    with tempfile.TemporaryFile() as file:
        file.write(text.encode("utf-8", "surrogateescape"))
        file.seek(0)
        yield file.fileno()


class _Capture:
    """What a program writes to one pipe: read to the end so that it is never held up, kept to the limit."""

    def __init__(self, stream: asyncio.StreamReader, writing: int) -> None:
        self.writing = writing
        self.reading: asyncio.Task[None] = asyncio.create_task(self._read(stream))
        self.truncated = False
        self._kept = bytearray()

    def start(self) -> None:
        """The program has its end of the pipe: close ours, or the pipe would never end."""
        os.close(self.writing)
        self.writing = -1

    def text(self) -> str:
        """What was kept."""
        return self._kept.decode(errors="replace")

    async def _read(self, stream: asyncio.StreamReader) -> None:
        while chunk := await stream.read(65536):
            room = MAX_OUTPUT - len(self._kept)
            self.truncated |= len(chunk) > room
            self._kept += chunk[:room]


@contextlib.asynccontextmanager
async def _captured() -> AsyncIterator[_Capture]:
    """A pipe for one output of a program; whatever happens, both its ends are closed."""
    reading, writing = os.pipe()
    stream = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(stream)
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, os.fdopen(reading, "rb"))
    capture = _Capture(stream, writing)
    try:
        yield capture
    finally:
        capture.reading.cancel()
        transport.close()
        if capture.writing >= 0:
            os.close(capture.writing)


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

"""Programs started, bounded and ended, with everything they started themselves."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from proofbook.check_types.programs import Finished
from proofbook.errors import CouldNotLook
from proofbook.run.children import Child
from proofbook.run.watchdog import MARK, watching

MAX_OUTPUT = 1024 * 1024
#: All that a child sees of our environment; the rest may hold credentials.
INHERITED = ("HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "TMPDIR", "TZ", "USER")
GRACE_S = 0.5
OUR_PROGRAMS = Path(sys.executable).parent


def child_environ(extra: Mapping[str, str]) -> dict[str, str]:
    """The environment of a child: an allow-list, our own Python first on the path, and `extra`."""
    made = {name: value for name in INHERITED if (value := os.environ.get(name)) is not None}
    made["PATH"] = f"{OUR_PROGRAMS}{os.pathsep}{made.get('PATH', os.defpath)}"
    made["PYTHONUNBUFFERED"] = "1"
    return made | dict(extra)


def start(
    argv: tuple[str, ...],
    *,
    cwd: Path,
    environ: Mapping[str, str],
    stdout: int,
    stderr: int,
    stdin: int = subprocess.DEVNULL,
) -> Child:
    """Start a program in a session of its own, so that its whole group can be ended.

    Raises:
        CouldNotLook: there is no such program, or it may not be executed.
    """
    watchdog, made = watching(), child_environ(environ)
    if watchdog:
        watchdog.start()
        made[MARK] = watchdog.mark
    try:
        process = subprocess.Popen(  # noqa: S603 - an argv, no shell
            argv,
            cwd=cwd,
            env=made,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CouldNotLook(f"cannot start {argv[0]!r}: {reason.lower()}") from None
    if watchdog:
        watchdog.began(process.pid)
    return Child(process)


async def execute(
    argv: tuple[str, ...], *, cwd: Path, environ: Mapping[str, str], stdin: str | None = None
) -> Finished:
    """Run a program to its end. However this is left, nothing of its group stays alive.

    Raises:
        CouldNotLook: it cannot be started.
    """
    started = time.monotonic()
    # Pipes of our own: what is read ends with the program, not with a grandchild that holds one of them open.
    with _captured() as out, _captured() as err:
        with _written(stdin) as given:
            child = start(argv, cwd=cwd, environ=environ, stdout=out.writing, stderr=err.writing, stdin=given)
        try:
            out.start()
            err.start()
            await child.exited()
            took = (time.monotonic() - started) * 1000
        finally:
            kill_group(child.pid)
            exit_code = await asyncio.shield(child.wait())
        await asyncio.wait([out.ended, err.ended], timeout=GRACE_S)
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
        yield subprocess.DEVNULL
        return
    with tempfile.TemporaryFile() as file:
        file.write(text.encode("utf-8", "surrogateescape"))
        file.seek(0)
        yield file.fileno()


class _Capture:
    """What a program writes to one pipe: read to the end so that it is never held up, kept to the limit.

    Bare callbacks of the loop: its streams take longer than a short program does.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._reading, self.writing = os.pipe()
        os.set_blocking(self._reading, False)
        self.ended: asyncio.Future[None] = self._loop.create_future()
        self.truncated = False
        self._kept = bytearray()

    def start(self) -> None:
        """The program has its end of the pipe: close ours, or the pipe would never end."""
        os.close(self.writing)
        self.writing = -1
        self._loop.add_reader(self._reading, self._read)

    def text(self) -> str:
        """What was kept."""
        return self._kept.decode(errors="replace")

    def close(self) -> None:
        """Close both ends."""
        self._loop.remove_reader(self._reading)
        os.close(self._reading)
        if self.writing >= 0:
            os.close(self.writing)

    def _read(self) -> None:
        try:
            chunk = os.read(self._reading, 65536)
        except BlockingIOError:
            return
        room = MAX_OUTPUT - len(self._kept)
        self.truncated |= len(chunk) > room
        self._kept += chunk[:room]
        if not chunk:
            self._loop.remove_reader(self._reading)
            self.ended.set_result(None)


@contextlib.contextmanager
def _captured() -> Iterator[_Capture]:
    """A pipe for one output of a program; whatever happens, both its ends are closed."""
    capture = _Capture()
    try:
        yield capture
    finally:
        capture.close()


def kill_group(group: int) -> None:
    """End every process of a group at once."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
    if watchdog := watching():
        watchdog.ended(group)


async def stop(child: Child, within: float) -> None:
    """Ask a program to end, and after `within` seconds end it with its whole group."""
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(child.exited(), within)
    kill_group(child.pid)
    await child.wait()

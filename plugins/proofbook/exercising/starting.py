"""Start an exercise's environment in the background, and end it."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from proofbook.errors import Usage
from proofbook.exercising.finding import Practice
from proofbook.exercising.state import Folder, Kept, Progress
from proofbook.instants import stamp
from proofbook.load import Site
from proofbook.model.fields import seconds
from proofbook.run.processes import child_environ

_POLL_S = 0.1
#: Beyond what services may take: for Python to start, for faults to strike, for a busy machine.
_MORE_S = 90.0


def start(one: Practice, config: Path, *, resets: int = 0) -> Kept:
    """Start the environment, let the faults strike, and leave it running.

    Raises:
        Usage: another exercise is under way, or the environment does not come up.
    """
    folder = Folder(one.site.root)
    if folder.held():
        kept = folder.kept()
        raise Usage(f"{kept.exercise if kept else 'an exercise'} is under way; `proofbook exercise stop` ends it")
    folder.path.mkdir(parents=True, exist_ok=True)
    allow, secret = one.site.grants
    argv = [sys.executable, "-P", "-m", "proofbook.exercising.keeping"]
    argv += [str(config.resolve()), one.name, "\n".join(allow), "\n".join(secret)]
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    # Not a child to be waited for: it outlives this process, in a session of its own.
    keeper = os.posix_spawn(
        sys.executable,
        argv,
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(folder.log), flags, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
    )
    kept = _awaited(one, keeper, folder)
    started = stamp(datetime.now(UTC))
    folder.write(Progress(exercise=one.name, digest=one.digest, started=started, resets=resets))
    return kept


def _awaited(one: Practice, keeper: int, folder: Folder) -> Kept:
    deadline = time.monotonic() + _MORE_S + sum(seconds(each.ready_within) for each in one.environment.services)
    kept: Kept | None = None
    try:
        while time.monotonic() < deadline and _lives(keeper):
            kept = folder.kept()
            if kept and kept.keeper == keeper and kept.ready:
                break
            time.sleep(_POLL_S)
        if _lives(keeper) and kept and kept.keeper == keeper and kept.ready and not kept.trouble:
            return kept
    except BaseException:
        _end(keeper, folder)
        raise
    why = kept.trouble if kept and kept.keeper == keeper and kept.trouble else _last_line(folder)
    _end(keeper, folder)
    raise Usage(f"the environment `{one.environment.id}` did not come up: {why}")


def _lives(keeper: int) -> bool:
    try:
        return os.waitpid(keeper, os.WNOHANG) == (0, 0)
    except ChildProcessError:  # it was told already
        return False


def _last_line(folder: Folder) -> str:
    lines = folder.log.read_text("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "its keeper did not answer in time"


def stop(site: Site) -> str:
    """End the exercise that is under way, tear its environment down, and say which it was; nothing if none was."""
    folder = Folder(site.root)
    kept = folder.kept()
    if folder.held():
        if kept:
            _end(kept.keeper, folder)
    elif kept:
        folder.clear()
    return kept.exercise if kept else ""


def _end(keeper: int, folder: Folder) -> None:
    """Ask the keeper to tear down; when it does not, do it instead."""
    with suppress(ProcessLookupError):
        os.kill(keeper, signal.SIGTERM)
    deadline = time.monotonic() + 60
    while folder.held() and time.monotonic() < deadline:
        time.sleep(_POLL_S)
    if folder.held():
        with suppress(ProcessLookupError):
            os.kill(keeper, signal.SIGKILL)
    folder.clear()


def exports(kept: Kept) -> str:
    """Lines for a shell, after which the runbook's commands work as they are written."""
    path = child_environ({})["PATH"]
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in {**kept.environ, "PATH": path}.items())

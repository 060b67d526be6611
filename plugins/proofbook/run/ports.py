"""Ports for services that are yet to start."""

from __future__ import annotations

import fcntl
import os
import socket
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from secrets import SystemRandom

#: Below those that outgoing connections are given (RFC 6335 §6: from 49152, on Linux from 32768), one of which may take
#: a port before its service listens, or while it is started again. Above those that browsers refuse (up to 10080).
RANGE = range(20_000, 32_768)
#: So many are claimed together: most environments need no more, and have one file.
BLOCK = 16
#: What is claimed until this process ends.
_FOR_LIFE = ExitStack()


def free_ports(count: int, held: ExitStack | None = None) -> list[int]:
    """Ports of loopback, each another, that nothing uses now; fewer only if there are no more.

    A service may start late, or again: no other run of this user is given its port until `held` is closed,
    or without it until this process ends.
    """
    found: list[int] = []
    blocks = range(RANGE.start, RANGE.stop, BLOCK)
    for first in SystemRandom().sample(blocks, len(blocks)):
        if len(found) >= count:
            break
        if _claimed(first, _FOR_LIFE if held is None else held):
            found += [port for port in range(first, first + BLOCK) if _free(port)]
    return found[:count]


def _claimed(first: int, held: ExitStack) -> bool:
    """Whether a block is ours now. Where nothing can be written down, it is as if nobody else were there."""
    folder = Path(tempfile.gettempdir(), f"proofbook-ports-{os.getuid()}")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        file = os.open(folder / str(first), os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
    except OSError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(file)
        return False
    held.callback(os.close, file)
    return True


def _free(port: int) -> bool:
    with suppress(OSError), socket.socket() as one:
        one.bind(("127.0.0.1", port))
        return True
    return False

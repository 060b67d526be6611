"""Ports for services that are yet to start."""

from __future__ import annotations

import socket
from contextlib import suppress
from secrets import SystemRandom

#: Below those that outgoing connections are given (RFC 6335 §6: from 49152, on Linux from 32768), one of which may take
#: a port before its service listens, or while it is started again. Above those that browsers refuse (up to 10080).
RANGE = range(20_000, 32_768)


def free_ports(count: int) -> list[int]:
    """Ports of loopback, each another, that nothing uses now; fewer only if there are no more."""
    found: list[int] = []
    for port in SystemRandom().sample(RANGE, len(RANGE)):
        if len(found) == count:
            break
        if _free(port):
            found.append(port)
    return found


def _free(port: int) -> bool:
    with suppress(OSError), socket.socket() as one:
        one.bind(("127.0.0.1", port))
        return True
    return False

"""Real servers that misbehave in the ways real servers do."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Behaviour = Callable[[socket.socket], None]


@contextmanager
def serving(behave: Behaviour) -> Iterator[str]:
    """An HTTP server on loopback that treats every connection the same way; its base address."""
    listener = socket.create_server(("127.0.0.1", 0))
    stopped = threading.Event()

    def accept() -> None:
        while not stopped.is_set():
            with suppress(OSError):
                connection, _ = listener.accept()
                threading.Thread(target=_one, args=(connection, behave), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stopped.set()
        listener.close()


def _one(connection: socket.socket, behave: Behaviour) -> None:
    with connection, suppress(OSError):
        connection.recv(65536)
        behave(connection)


def answer(status: str = "200 OK", body: bytes = b"", headers: str = "") -> Behaviour:
    """Answer every request in the same way."""
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{headers}\r\n"
    return lambda connection: connection.sendall(head.encode() + body)


def answers(*statuses: str) -> Behaviour:
    """Answer with one status after the other, the last for ever."""
    left = list(statuses)
    lock = threading.Lock()

    def behave(connection: socket.socket) -> None:
        with lock:
            status = left.pop(0) if len(left) > 1 else left[0]
        answer(status)(connection)

    return behave


def silent(connection: socket.socket) -> None:
    """Accept, and never answer."""
    time.sleep(30)


def dripping(connection: socket.socket) -> None:
    """Send a byte a tenth of a second, for ever."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(300):
        connection.sendall(b"x")
        time.sleep(0.1)


def resetting(connection: socket.socket) -> None:
    """Promise a body, and hang up half-way."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")


def endless(connection: socket.socket) -> None:
    """Send without end and without a length."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"y" * 65536)

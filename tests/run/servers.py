"""Real servers that misbehave in the ways real servers do."""

from __future__ import annotations

import gzip
import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Behaviour = Callable[[socket.socket], None]


@contextmanager
def serving(behave: Behaviour, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """An HTTP or HTTPS server on loopback that treats every connection the same way; its base address."""
    listener = socket.create_server(("127.0.0.1", 0))
    stopped = threading.Event()

    def accept() -> None:
        while not stopped.is_set():
            with suppress(OSError):
                connection, _ = listener.accept()
                threading.Thread(target=_one, args=(connection, behave, tls), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stopped.set()
        listener.close()


def _one(connection: socket.socket, behave: Behaviour, tls: ssl.SSLContext | None) -> None:
    with suppress(OSError), tls.wrap_socket(connection, server_side=True) if tls else connection as speaking:
        request.text = _asked(speaking)
        if request.text:
            behave(speaking)


def _asked(connection: socket.socket) -> str:
    """A whole request."""
    text = ""
    while chunk := connection.recv(65536).decode("latin-1"):
        text += chunk
        head, end, body = text.partition("\r\n\r\n")
        length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
        if not text[0].isalpha():
            break
        if end and len(body) >= int(length[1] if length else 0):
            break
    return text


#: What was asked on the connection that this thread serves.
request = threading.local()


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
    """Send a byte a second, for ever."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(30):
        connection.sendall(b"x")
        time.sleep(1)


def resetting(connection: socket.socket) -> None:
    """Promise a body, and hang up half-way."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")


def endless(connection: socket.socket) -> None:
    """Send without end and without a length."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"y" * 65536)


def gibibyte(connection: socket.socket) -> None:
    """Promise 1 GiB and send it."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n")
    for _ in range(16384):
        connection.sendall(b"z" * 65536)


def bomb(connection: socket.socket) -> None:
    """Send 1 MiB that unpacks to 1 GiB."""
    packed = gzip.compress(bytes(1 << 24), 9)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed * 64)


def echo(connection: socket.socket) -> None:
    """Answer with what was asked: method, path, headers and body as JSON."""
    head, _, body = request.text.partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    method, path, _ = first.split(" ")
    answer(body=json.dumps({"method": method, "path": path, "headers": headers, "body": body}).encode())(connection)


def once_per_connection(connection: socket.socket) -> None:
    """Answer, promise to stay, and hang up at the next request."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    connection.recv(65536)


def redirecting(status: str, location: str, otherwise: Behaviour, headers: str = "") -> Behaviour:
    """Send `/` elsewhere, and treat other paths otherwise."""

    def behave(connection: socket.socket) -> None:
        away = re.match(r"\w+ / ", request.text)
        (answer(status, headers=f"Location: {location}\r\n{headers}") if away else otherwise)(connection)

    return behave

"""How many checks look at once: of each kind, at one host, and alone where time is measured."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import pytest

from proofbook.run.pools import processors
from tests.run.test_checks import book
from tests.sites import Site

HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4")
#: Long enough for all that may come at once to come.
ANSWERS_AFTER_S = 0.4


class Counting:
    """A server at several addresses that remembers how many it ever served at once, in all and at each."""

    def __init__(self) -> None:
        self.most: Counter[str] = Counter()
        self.asked: list[str] = []
        self._now: Counter[str] = Counter()
        self._lock = threading.Lock()
        self.listeners = [socket.create_server((host, 0)) for host in HOSTS]
        self.urls = [f"http://{host}:{one.getsockname()[1]}/" for host, one in zip(HOSTS, self.listeners, strict=True)]
        for host, listener in zip(HOSTS, self.listeners, strict=True):
            threading.Thread(target=self._accept, args=(host, listener), daemon=True).start()

    def _accept(self, host: str, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=self._serve, args=(host, connection), daemon=True).start()

    def _serve(self, host: str, connection: socket.socket) -> None:
        with connection:
            connection.recv(65536)
            self.asked.append(host)
            self._count(host, 1)
            time.sleep(ANSWERS_AFTER_S)
            self._count(host, -1)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def _count(self, host: str, by: int) -> None:
        with self._lock:
            for name in (host, "all"):
                self._now[name] += by
                self.most[name] = max(self.most[name], self._now[name])


@pytest.fixture
def server() -> Iterator[Counting]:
    """A server for one test."""
    made = Counting()
    yield made
    for one in made.listeners:
        one.close()


ALLOW = f"{{files: true, commands: true, network: [{', '.join(HOSTS)}]}}"


def asking(urls: list[str], times: int, expect: str = "status: 200") -> str:
    """A runbook that asks each address so often."""
    return book(
        *(
            f"{{id: c{at}-{i}, http: {{url: '{url}'}}, expect: {{{expect}}}}}"
            for i, url in enumerate(urls)
            for at in range(times)
        )
    )


@pytest.mark.parametrize(
    ("limits", "at_host", "in_all"),
    [("{}", 4, 10), ("{per_host: 1}", 1, 4), ("{network: 3}", 3, 3), ("{network: 20, per_host: 6}", 6, 20)],
)
def test_network(site: Site, server: Counting, limits: str, at_host: int, in_all: int) -> None:
    """So many at one host, and so many in all: as many as may, and never more."""
    site.settings(ALLOW, limits=limits)
    site.write(book=asking(server.urls, 6))
    assert site.proofbook("run").code == 0
    assert (max(server.most[host] for host in HOSTS), server.most["all"]) == (at_host, in_all)


def test_a_host_by_a_variable(site: Site, server: Counting) -> None:
    """A host is counted as it is asked, however it is written."""
    url = server.urls[0]
    site.settings(ALLOW, vars=f"{{base: '{url}', host: '127.0.0.1'}}")
    port = url.rpartition(":")[2]
    site.write(book=asking(["${{ vars.base }}", f"http://${{{{ vars.host }}}}:{port}", url], 3))
    assert site.proofbook("run").code == 0
    assert server.most["all"] == 4


def test_one_slow_host_holds_up_no_other(site: Site, server: Counting) -> None:
    """What waits for its host takes no room from checks of other hosts."""
    site.settings(ALLOW, limits="{network: 5, per_host: 4}")
    slow, *others = server.urls
    site.write(
        book=asking([slow], 12),
        other=asking(others[:1], 1).replace("id: book", "id: other").replace("id: c0-0", "id: d"),
    )
    assert site.proofbook("run").code == 0
    assert server.most["all"] == 5
    assert server.asked.index(HOSTS[1]) < 8


def test_measured_alone(site: Site, server: Counting) -> None:
    """Whoever measures time is alone, whatever the limits are."""
    site.settings(ALLOW, limits="{network: 20, per_host: 20}")
    site.write(book=asking(server.urls, 2, "status: 200, duration_ms: {gt: 1}"))
    assert site.proofbook("run").code == 0
    assert server.most["all"] == 1


@pytest.mark.parametrize(("limits", "most"), [("{commands: 1}", 1), ("{commands: 3}", 3), ("{}", processors())])
def test_programs(site: Site, limits: str, most: int) -> None:
    """Programs: as many as there are processors, or as is said."""
    site.settings(ALLOW, limits=limits)
    count = "f=$(mktemp run/XXXXXX); ls run | wc -l >> seen; sleep 0.3; rm $f"
    (site.root / "run").mkdir()
    site.write(
        book=book(*(f"{{id: c{at}, shell: {{script: '{count}'}}, expect: {{exit_code: 0}}}}" for at in range(8)))
    )
    assert site.proofbook("run").code == 0
    assert max(map(int, (site.root / "seen").read_text().split())) == most

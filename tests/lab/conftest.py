"""A lab of real processes on free ports, started fresh for a test module and always taken down."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from checks.lab.database import Database
from checks.lab.migrating import prepare
from proofbook.run.ports import free_ports
from tests.lab.hubs import SEED, Client

ROOT = Path(__file__).resolve().parents[2]
PORTS = (
    "EDGE",
    "SECURED",
    "ADMIN",
    "LOAD",
    "BLUE",
    "GREEN",
    "BLUE_AGENT",
    "GREEN_AGENT",
    "CITATIONS",
    "CITATIONS_STANDBY",
    "PROBE",
)
sys.path.insert(0, str(ROOT))


class RunningLab:
    """The lab's parts by name, and the addresses they were given."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.ports = dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
        # No connection is kept: what answered before may have been restarted since.
        self.client = httpx.Client(
            trust_env=False, verify=False, timeout=15, limits=httpx.Limits(max_keepalive_connections=0)
        )
        self.parts: dict[str, subprocess.Popen[bytes]] = {}
        self.environ = {
            **os.environ,
            "LAB_DIR": str(directory),
            **{f"LAB_{name}": str(port) for name, port in self.ports.items()},
        }

    def start(self, name: str, *arguments: str, port: str, path: str) -> None:
        """Start a part in a process group of its own, and wait until it answers."""
        part = self.spawn(name, *arguments)
        wait_until(lambda: part.poll() is not None or self.answers(port, path), f"{name} to answer")
        assert None is part.poll(), f"{name} ended:\n{self.log(name)}"

    def spawn(self, name: str, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start a part, and wait for nothing."""
        with (self.directory / f"{name}.log").open("ab") as log:
            part = self.parts[name] = subprocess.Popen(
                [sys.executable, "-m", "checks.lab", *arguments],
                cwd=ROOT, env=self.environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        return part

    def start_host(self, colour: str, release: str) -> None:
        self.start(colour, "host", colour, "--release", release, port=f"{colour.upper()}_AGENT", path="/status")

    def start_citations(self) -> None:
        for provider, port in (("primary", "CITATIONS"), ("standby", "CITATIONS_STANDBY")):
            self.start(provider, "citations", provider, port=port, path="/status")

    def key(self, role: str) -> dict[str, str]:
        """The header of the lab's own key for a role."""
        return {"X-API-Key": f"{role}:{self.directory}"}

    def start_proxy(self) -> None:
        self.start("proxy", "proxy", port="ADMIN", path="/status")

    def start_load(self, *, rate: int = 150, seconds: int = 120) -> None:
        self.start("load", "load", "--rate", str(rate), "--seconds", str(seconds), port="LOAD", path="/health")

    def stop(self, name: str, number: int = signal.SIGTERM) -> float:
        """Send a part the signal; the seconds until it has ended."""
        begun = time.monotonic()
        part = self.parts.pop(name)
        part.send_signal(number)
        part.wait(timeout=10)
        return time.monotonic() - begun

    def close(self) -> None:
        """End every process of every part, whatever has become of it."""
        self.client.close()
        for part in self.parts.values():
            with suppress(ProcessLookupError):
                os.killpg(part.pid, signal.SIGKILL)
            part.wait()

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run one command as an operator does."""
        return subprocess.run(
            [sys.executable, "-m", "checks.lab", *arguments],
            cwd=ROOT, env=self.environ, capture_output=True, text=True, timeout=40, check=False,
        )  # fmt: skip

    def url(self, port: str, path: str) -> str:
        return f"http://127.0.0.1:{self.ports[port]}{path}"

    def get(self, port: str, path: str, **options: Any) -> httpx.Response:
        return self.client.get(self.url(port, path), **options)

    def post(self, port: str, path: str, **options: Any) -> httpx.Response:
        return self.client.post(self.url(port, path), **options)

    def answers(self, port: str, path: str) -> bool:
        try:
            return self.get(port, path).status_code == 200
        except httpx.HTTPError:
            return False

    def phase(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get("LOAD", f"/phases/{name}").json()
        return found

    def log(self, name: str) -> str:
        return (self.directory / f"{name}.log").read_text()


def wait_until(true: Callable[[], bool], what: str, *, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"waited {seconds:g} s for {what}"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningLab]:
    """Addresses and an empty directory; what a test starts ends with its module."""
    running = RunningLab(tmp_path_factory.mktemp("lab"))
    try:
        yield running
    finally:
        running.close()


@pytest.fixture(scope="module")
def deployment(lab: RunningLab) -> RunningLab:
    """Blue runs v3 and has the traffic, green is idle."""
    lab.start_host("blue", "v3")
    lab.start_host("green", "none")
    lab.start_proxy()
    lab.start_citations()
    return lab


@pytest.fixture(scope="module")
def loaded(deployment: RunningLab) -> RunningLab:
    """The deployment under 150 requests a second."""
    deployment.start_load()
    return deployment


@pytest.fixture
def until() -> Callable[..., None]:
    """`until(true, what)`: wait until `true()`, or fail naming `what`."""
    return wait_until


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database of the test's own, prepared as the lab's is."""
    made = Database(f"sqlite:///{tmp_path}/papers.sqlite")
    prepare(made, SEED)
    yield made
    made.engine.dispose()


@pytest.fixture
def hub(database: Database) -> Client:
    """One application in this process."""
    return Client(database, "v4")

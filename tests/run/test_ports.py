"""Ports for services: nothing else is given one before its service has it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from proofbook.run.ports import BLOCK, RANGE, free_ports


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All ports are asked for here: other tests, which run at the same time, must not go without."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_each_another_and_free() -> None:
    """So many ports that can be listened on at once; none that is in use."""
    with socket.create_server(("127.0.0.1", RANGE[0])):
        with ExitStack() as held:
            found = free_ports(len(RANGE), held)
        assert (RANGE[0] in found, len(found) == len(set(found)) > 10_000) == (False, True)
    few = free_ports(3)
    assert ([3, True], []) == ([len(few), set(few) < set(RANGE)], free_ports(0))
    listeners = [socket.create_server(("127.0.0.1", port)) for port in few]
    for one in listeners:
        one.close()


OTHER = "import sys; from proofbook.run.ports import free_ports; print(*free_ports(int(sys.argv[1]))); sys.stdin.read()"


def test_nobody_else_is_given_them() -> None:
    """A service may listen late: its port is not given to another run, until this one is over."""
    with ExitStack() as held:
        mine = set(free_ports(len(RANGE) // 2, held))
        argv = [sys.executable, "-c", OTHER, str(len(RANGE))]
        with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout and other.stdin
            theirs = {int(port) for port in other.stdout.readline().split()}
            assert (mine & theirs, len(theirs) > 1000, free_ports(1, held)) == (set(), True, [])
            other.stdin.close()
    with ExitStack() as held:
        assert len(free_ports(len(RANGE), held)) > len(mine)


@pytest.mark.parametrize("spoilt", ["a file", "a link"])
def test_where_nothing_can_be_written_down(spoilt: str, tmp_path: Path) -> None:
    """There are ports all the same, and no file that somebody else's link leads to is touched."""
    folder = tmp_path / f"proofbook-ports-{os.getuid()}"
    victim = tmp_path / "victim"
    if spoilt == "a file":
        folder.write_text("")
    else:
        folder.mkdir()
        for first in range(RANGE.start, RANGE.stop, BLOCK):
            (folder / str(first)).symlink_to(victim)
    assert (len(free_ports(3)), victim.exists()) == (3, False)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says in a file which ports it gives to connections")
def test_no_connection_is_given_one() -> None:
    """A load generator opens thousands; the port of a service that is started again is not theirs."""
    first = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert max(RANGE) < first
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()) as one:
        assert one.getsockname()[1] not in RANGE

"""Ports for services: nothing else is given one before its service has it."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from proofbook.run.ports import RANGE, free_ports


def test_each_another_and_free() -> None:
    """So many ports that can be listened on at once; none that is in use."""
    with socket.create_server(("127.0.0.1", RANGE[0])):
        found = free_ports(len(RANGE))
        assert (RANGE[0] in found, len(found) == len(set(found)) > 10_000) == (False, True)
    few = free_ports(3)
    assert ([3, True], []) == ([len(few), set(few) < set(RANGE)], free_ports(0))
    listeners = [socket.create_server(("127.0.0.1", port)) for port in few]
    for one in listeners:
        one.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says in a file which ports it gives to connections")
def test_no_connection_is_given_one() -> None:
    """A load generator opens thousands; the port of a service that is started again is not theirs."""
    first = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert max(RANGE) < first
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()) as one:
        assert one.getsockname()[1] not in RANGE

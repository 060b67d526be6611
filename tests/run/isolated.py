"""A network of its own for one program: nothing but loopback, or not even that, with DNS as a test wants it."""

from __future__ import annotations

import fcntl
import shutil
import socket
import struct
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from tests.conftest import lacking
from tests.run import nameserver
from tests.sites import REPOSITORY

ENTER = "import sys; sys.path.insert(0, sys.argv.pop(1)); from tests.run.isolated import inside; sys.exit(inside(sys.argv[1:]))"

#: What a program inside finds: whether loopback is up, its resolv.conf, and who answers there.
SCENES: dict[str, tuple[bool, str, nameserver.Habit | None]] = {
    "offline": (False, "nameserver 192.0.2.53\n", None),
    "no DNS server": (True, "", None),
    "silent DNS server": (True, "nameserver 127.0.0.1\n", lambda *_: None),
    "DNS server": (True, "nameserver 127.0.0.1\n", nameserver.by_zone),
}


def isolated(scene: str) -> tuple[str, ...]:
    """What to put before a program to run it in a scene; skips where the system does not let us."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rnm", "true"], capture_output=True, check=False).returncode:
        lacking("network namespaces (unshare -rnm)")
    assert unshare
    return (unshare, "-rnm", sys.executable, "-c", ENTER, str(REPOSITORY), scene)


def inside(arguments: list[str]) -> int:
    """Set the scene and run the program in it; its exit code."""
    scene, *argv = arguments
    up, resolv, habit = SCENES[scene]
    if up:
        _loopback()
    Path("resolv.conf").write_text(resolv)
    subprocess.run(["mount", "--bind", "resolv.conf", "/etc/resolv.conf"], check=True)
    with ExitStack() as stack:
        if habit:
            stack.enter_context(nameserver.naming(habit, 53))
        if up:
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 8080)))
            listener.listen(5)
        time.sleep(0.05)
        return subprocess.run(argv, check=False).returncode


def _loopback() -> None:
    """Bring `lo` up (netdevice(7))."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        fcntl.ioctl(made, 0x8914, struct.pack("16sh22x", b"lo", 0x1 | 0x40))

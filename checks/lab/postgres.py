"""A PostgreSQL server of the lab's own, started by its own programs as a user that it accepts."""

import os
import shutil
import subprocess
from pathlib import Path

from checks.lab.errors import LabError
from checks.lab.settings import ADDRESS, Lab, port_of

PROGRAMS = Path("/usr/lib/postgresql")


def run_postgres(lab: Lab) -> None:
    """Make its folder, and become the server."""
    found = programs()
    folder = lab.directory / "postgres"
    folder.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:  # it refuses to run as root
        lab.directory.chmod(0o711)
        shutil.chown(folder, "postgres", "postgres")
    _as_postgres([f"{found}/initdb", "-D", str(folder), "-A", "trust", "-U", "postgres", "--no-sync"], wait=True)
    settings = [
        "listen_addresses=127.0.0.1",
        "fsync=off",
        f"unix_socket_directories={folder}",
        f"port={port_of('LAB_POSTGRES')}",
    ]
    options = [part for one in settings for part in ("-c", one)]
    _as_postgres([f"{found}/postgres", "-D", str(folder), *options], wait=False)


def programs() -> Path:
    """The folder of the newest server's programs; a `LabError` where there is none."""
    found = sorted(PROGRAMS.glob("*/bin/initdb"))
    if not found:
        raise LabError(f"no PostgreSQL under {PROGRAMS}: install the package postgresql ({ADDRESS} would serve it)")
    return found[-1].parent


def _as_postgres(argv: list[str], *, wait: bool) -> None:
    whole = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *argv] if os.geteuid() == 0 else argv
    if wait:
        done = subprocess.run(whole, capture_output=True, text=True, check=False)  # noqa: S603 - programs of our own choice
        if done.returncode:
            raise LabError(f"initdb failed: {done.stderr.strip()}")
    else:
        os.execvp(whole[0], whole)  # noqa: S606 - becoming the server is the point

"""Pythons of their own for tests: with the wheel, and with packages that are linked from here."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from importlib.metadata import distribution, requires
from pathlib import Path


def with_wheel(place: Path, wheel: Path) -> Path:
    """An empty Python in a folder, but for what our wheel brings; the folder of its packages."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    (packages,) = place.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(packages)
    command = place / "bin/proofbook"
    command.write_text(f"#!{place}/bin/python\nfrom proofbook.cli import main\n\nmain()\n")
    command.chmod(0o755)
    return packages


def needed_by(*names: str) -> set[str]:
    """The installed packages that some need, without extras, and those that they need."""
    found: set[str] = set()
    wanted = [*names]
    while wanted:
        for line in requires(wanted.pop()) or ():
            name = re.split(r"[\s;<>=!~\[(]", line)[0].lower().replace("_", "-")
            if "extra ==" in line or name in found or not _installed(name):
                continue
            found.add(name)
            wanted.append(name)
    return found


def link(names: Iterable[str], packages: Path) -> None:
    """Put installed packages into another Python, as links to here."""
    for name in names:
        files = distribution(name).files or ()
        for top in {file.parts[0] for file in files if file.parts[0] not in {"..", "__pycache__"}}:
            (packages / top).symlink_to(Path(str(distribution(name).locate_file(top))))


def _installed(name: str) -> bool:
    try:
        distribution(name)
    except ModuleNotFoundError:
        return False
    return True

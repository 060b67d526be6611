"""Versions, and which extras are there."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, entry_points, requires, version

from proofbook import __version__
from proofbook.check_types.registry import GROUP
from proofbook.doctor.findings import Noted, State

#: What each extra of the package is for.
EXTRAS = {
    "mkdocs": "`mkdocs build` and `mkdocs serve`; the command line works without",
    "postgres": "`sql` checks of PostgreSQL",
}


def installed() -> Iterator[Noted]:
    """Proofbook, Python, the machine, and the extras."""
    python = f"{platform.python_version()}, {platform.python_implementation()}"
    yield Noted(topic="versions", what="proofbook", state=State.OK, words=__version__)
    yield Noted(topic="versions", what="python", state=State.OK, words=python)
    yield _system(platform.system())
    yield from (_extra(name, purpose) for name, purpose in EXTRAS.items())
    for point in entry_points(group=GROUP):
        yield Noted(topic="check types", what=point.name, state=State.OK, words=f"of the package {point.value}")


def _system(name: str) -> Noted:
    known = name in {"Linux", "Darwin"}
    words = platform.platform() if known else f"{name}: Proofbook is made for Linux and macOS"
    return Noted(topic="versions", what="system", state=State.OK if known else State.NOTE, words=words)


def _extra(name: str, purpose: str) -> Noted:
    needed = [one for one in requires("proofbook") or () if re.search(rf"extra *== *['\"]{name}['\"]", one)]
    names = [re.match(r"[A-Za-z0-9._-]+", one) for one in needed]
    found = {match[0]: _version(match[0]) for match in names if match}
    if all(found.values()):
        words = ", ".join(f"{package} {number}" for package, number in found.items())
        return Noted(topic="extras", what=name, state=State.OK, words=words)
    lacking = ", ".join(package for package, number in found.items() if not number)
    return Noted(
        topic="extras",
        what=name,
        state=State.NOTE,
        words=f"not installed: {lacking}; for {purpose}",
        advice=f"pip install 'proofbook[{name}]'",
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""

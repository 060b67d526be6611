"""What a check read of the project, so that it can be told later whether it would see the same again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from proofbook.check_types.base import Stat
from proofbook.errors import CouldNotLook

if TYPE_CHECKING:
    from proofbook.run.world import Outside


class Trace:
    """Questions that were asked of the file system, each with a digest of its answer."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}

    def stat(self, path: str, found: Stat | None) -> None:
        """What stands at a path; when it changed is not looked at."""
        self.seen[f"stat {path}"] = _of_stat(found)

    def read(self, path: str, data: bytes) -> None:
        """What a file holds."""
        self.seen[f"read {path}"] = hashlib.sha256(data).hexdigest()

    def find(self, pattern: str, found: tuple[str, ...]) -> None:
        """Which files there are."""
        self.seen[f"find {pattern}"] = _of_names(found)


def unchanged(seen: Mapping[str, str], world: Outside) -> bool:
    """Whether every question has the same answer now. One that may not be asked any more has none."""
    try:
        return all(_answer(question, world) == before for question, before in seen.items())
    except CouldNotLook:
        return False


def _answer(question: str, world: Outside) -> str:
    kind, _, name = question.partition(" ")
    if kind == "stat":
        return _of_stat(world.stat(name))
    if kind == "read":
        return hashlib.sha256(world.read(name)).hexdigest()
    return _of_names(world.find(name))


def _of_stat(found: Stat | None) -> str:
    return f"{found.type} {found.size} {found.mode}" if found else "nothing"


def _of_names(names: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(names).encode("utf-8", "surrogateescape")).hexdigest()

"""What a check read of the project, so that it can be told later whether it would see the same again."""

from __future__ import annotations

import hashlib

from proofbook.check_types.base import Stat


class Trace:
    """Questions that were asked of the file system, each with a digest of its answer."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}

    def stat(self, path: str, found: Stat | None) -> None:
        """What stands at a path; when it changed is not looked at."""
        self.seen[f"stat {path}"] = of_stat(found)

    def read(self, path: str, data: bytes) -> None:
        """What a file holds."""
        self.seen[f"read {path}"] = hashlib.sha256(data).hexdigest()

    def find(self, pattern: str, found: tuple[str, ...]) -> None:
        """Which files there are."""
        self.seen[f"find {pattern}"] = of_names(found)


def of_stat(found: Stat | None) -> str:
    """What stands at a path, as a trace remembers it."""
    return f"{found.type} {found.size} {found.mode}" if found else "nothing"


def of_names(names: tuple[str, ...]) -> str:
    """The names of files, as a trace remembers them."""
    return hashlib.sha256("\0".join(names).encode("utf-8", "surrogateescape")).hexdigest()

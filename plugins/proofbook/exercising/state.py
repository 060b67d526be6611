"""What is kept of an exercise between two commands: what its keeper knows, and how far its learner is."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import psutil
from msgspec import Struct

from proofbook.errors import Usage
from proofbook.run import write_whole


class Kept(Struct, frozen=True, kw_only=True):
    """What the keeper writes: where the environment is, and what has become of it."""

    exercise: str
    keeper: int
    scope: dict[str, Any] = {}
    environ: dict[str, str] = {}
    #: Process groups of the services, with the time at which each began: a number may be given again.
    groups: dict[int, float] = {}
    #: What the command line had granted, which counts for what follows.
    grants: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    ready: bool = False
    trouble: str = ""


class Passed(Struct, frozen=True, kw_only=True):
    """A check as the learner left it; `facts` is the digest of what was seen."""

    check: str
    verdict: str
    definition: str
    facts: str


class Progress(Struct, frozen=True, kw_only=True):
    """What the learner has done so far. Instants are ISO 8601 in UTC."""

    exercise: str
    digest: str
    started: str
    hints: int = 0
    shown: bool = False
    executed: bool = False
    checks: int = 0
    resets: int = 0
    solved: str = ""
    passed: tuple[Passed, ...] = ()


RecordT = TypeVar("RecordT", Kept, Progress)


class Folder:
    """The files of the one exercise that may be under way in a site."""

    def __init__(self, root: Path) -> None:
        self.path = root / ".proofbook" / "exercise"
        self.log = self.path / "keeper.log"

    def kept(self) -> Kept | None:
        """What the keeper wrote last."""
        return _read(self.path / "kept.json", Kept)

    def progress(self) -> Progress | None:
        """How far the learner is."""
        return _read(self.path / "progress.json", Progress)

    def write(self, record: Kept | Progress) -> None:
        """Write either."""
        name = "kept.json" if isinstance(record, Kept) else "progress.json"
        write_whole(msgspec.json.encode(record), self.path / name)

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Be the one that keeps an environment, for as long as this lasts; the system ends it with the process.

        Raises:
            Usage: another process is.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Usage("another exercise is under way; `proofbook exercise stop` ends it") from None
            yield

    def held(self) -> bool:
        """Whether an environment is being kept."""
        try:
            with self.holding():
                return False
        except Usage:
            return True

    def clear(self) -> None:
        """End what a keeper left that was killed: its services, their folder, its file."""
        kept = self.kept()
        for group, began in (kept.groups if kept else {}).items():
            with suppress(psutil.Error, ProcessLookupError, PermissionError):
                if abs(begun(group) - began) < 1:
                    os.killpg(group, signal.SIGKILL)
        folder = Path(str(kept.scope.get("env", {}).get("dir", ""))) if kept else Path()
        if folder.name.startswith("proofbook-"):
            shutil.rmtree(folder, ignore_errors=True)
        (self.path / "kept.json").unlink(missing_ok=True)


def begun(process: int) -> float:
    """When a process began, in seconds since the machine did: somebody may set its clock in between.

    Raises:
        psutil.Error: there is none of this number.
    """
    return float(psutil.Process(process).create_time() - psutil.boot_time())


def _read(path: Path, type_: type[RecordT]) -> RecordT | None:
    """A file of ours; what cannot be read, as of another version, counts as none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=type_)
    except (OSError, msgspec.MsgspecError):
        return None

"""The file that each run adds a line to: nothing that stands in it is changed, and the oldest lines go."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from proofbook.model.history import FORMAT, History, Past
from proofbook.run.store import write_whole

#: Above the bound by so much, a file is cut to it: not at every run.
SLACK = 1.5


class Line(Struct, frozen=True):
    """One line of the file: its number, and its runs, or why it cannot be read."""

    number: int
    raw: bytes
    history: History | None = None
    fault: str = ""


def read_lines(path: Path) -> list[Line]:
    """Every line, the last also if it was torn. A file that is not there has none.

    Raises:
        OSError: it cannot be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    return [_line(at, raw) for at, raw in enumerate(data.split(b"\n"), 1) if raw.strip()]


def decode_history(data: bytes) -> History:
    """A history as it was written.

    Raises:
        ValueError: it is none, or of a later version.
    """
    try:
        return msgspec.json.decode(data, type=History)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from None


def add_line(path: Path, history: History, bound: Callable[[list[History]], History], most: int) -> None:
    """Add a line. A file of far more than `most` is cut to the runs that `bound` leaves of it.

    Raises:
        OSError: it cannot be written.
    """
    with _alone(path):
        before = path.read_bytes() if path.exists() else b""
        torn = b"" if before.endswith(b"\n") or not before else b"\n"
        line = torn + msgspec.json.encode(history) + b"\n"
        if before.count(b"\n") < most * SLACK:
            _append(path, line)
        else:
            lines = read_lines(path)
            kept = bound([*(one.history for one in lines if one.history), history]).runs
            raws = [one.raw for one in lines if _stays(one, kept)]
            write_whole(b"".join(raw + b"\n" for raw in raws) + line.lstrip(b"\n"), path)


def _stays(line: Line, kept: tuple[Past, ...]) -> bool:
    """What a later version wrote is not ours to forget; what is damaged is of no use to anybody."""
    if line.history:
        return any(run in kept for run in line.history.runs)
    return line.raw.rstrip().endswith(b"}") and b'"format":' in line.raw


def _append(path: Path, data: bytes) -> None:
    """In one write, or taken back."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        end = os.fstat(handle).st_size
        if os.write(handle, data) != len(data):
            os.ftruncate(handle, end)
            raise OSError(28, "no space left on device")
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """While others wait. The lock is a file of its own: the other one may be replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path.with_name(f"{path.name}.lock"), os.O_WRONLY | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _line(number: int, raw: bytes) -> Line:
    try:
        return Line(number, raw, decode_history(raw))
    except ValueError as error:
        return Line(number, raw, fault=f"not a run of format {FORMAT}: {error}")

"""`results.json`: written whole or not at all, read back as it was."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import msgspec

from proofbook.errors import Usage
from proofbook.model.results import FORMAT, Report


def encode(report: Report) -> bytes:
    """The report as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"


def write_report(report: Report, path: Path) -> None:
    """Write it whole; readers never see half of one.

    Raises:
        Usage: it cannot be written, as on a full disk or in a folder that may only be read.
    """
    try:
        write_whole(encode(report), path)
    except OSError as error:
        raise Usage(f"{path} cannot be written: {error.strerror}; what stood there before is as it was") from None


def write_whole(data: bytes, path: Path) -> None:
    """Write a file beside `path`, then put that in its place.

    Raises:
        OSError: it cannot be written; what stood there before is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _replaced(data, path)
    except OSError as error:  # of the file that was meant, not of the one beside it
        raise OSError(error.errno, error.strerror, str(path)) from None


def _replaced(data: bytes, path: Path) -> None:
    mode = path.stat().st_mode if path.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_report(path: Path) -> Report:
    """The report of an earlier run.

    Raises:
        Usage: there is none, or it is not one.
    """
    try:
        return decode_report(path.read_bytes(), str(path))
    except FileNotFoundError:
        raise Usage(f"there is no {path}; `proofbook run` makes it") from None
    except OSError as error:
        raise Usage(f"{path} cannot be read: {error}") from None


def decode_report(data: bytes, name: str) -> Report:
    """The report that `encode` made.

    Raises:
        Usage: it is none; `name` says where it came from.
    """
    try:
        return msgspec.json.decode(data, type=Report)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Usage(f"{name} is not a results file of format {FORMAT}: {error}") from None

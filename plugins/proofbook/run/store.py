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
    """Write it to a file beside `path`, then put that in its place: readers never see half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".results-", suffix=".json")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(encode(report))
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
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
        return msgspec.json.decode(path.read_bytes(), type=Report)
    except FileNotFoundError:
        raise Usage(f"there is no {path}; `proofbook run` makes it") from None
    except (msgspec.MsgspecError, UnicodeDecodeError, OSError) as error:
        raise Usage(f"{path} is not a results file of format {FORMAT}: {error}") from None

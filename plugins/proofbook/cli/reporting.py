"""`--report FORMAT[=FILE]`: where the report of a run goes, in which forms."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from proofbook.errors import Usage
from proofbook.gate import Gate
from proofbook.model.results import Report
from proofbook.nearest import did_you_mean
from proofbook.report.formats import REPORTERS
from proofbook.run import write_whole

#: Where GitHub wants the summary of a step; others of the same step may have written there before.
STEP_SUMMARY = "GITHUB_STEP_SUMMARY"

#: As everywhere: no file, but what follows in the pipe.
STANDARD_OUTPUT = "-"

Wanted = tuple[str, Path | None]


def _wanted(value: str) -> Wanted:
    format_, _, file = value.partition("=")
    if format_ not in REPORTERS:
        hint = did_you_mean(format_, REPORTERS) or f"there are {', '.join(REPORTERS)}"
        raise click.BadParameter(f"there is no format {format_!r}; {hint}")
    return format_, Path(file) if file and file != STANDARD_OUTPUT else None


def reporting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command `--report`."""
    option = click.option(
        "--report",
        "wanted",
        multiple=True,
        type=_wanted,
        metavar="FORMAT[=FILE]",
        help=f"Write the report as {', '.join(REPORTERS)}, to a file or standard output; may be repeated.",
    )
    return option(command)


def report(seen: Report, gate: Gate, wanted: Sequence[Wanted]) -> None:
    """Write every report that is wanted, and what people read on what is left of output and error.

    Raises:
        Usage: two reports want standard output, or a file cannot be written.
    """
    shown = [format_ for format_, file in wanted if file is None and not _summary_file(format_)]
    if len(shown) > 1:
        raise Usage(f"{' and '.join(shown)} cannot both go to standard output: say --report {shown[-1]}=FILE")
    for format_, file in wanted:
        _write(REPORTERS[format_](seen, gate), format_, file)
    if shown != ["text"]:
        click.echo(REPORTERS["text"](seen, gate), nl=False, err=bool(shown))


def _summary_file(format_: str) -> str:
    return os.environ.get(STEP_SUMMARY, "") if format_ == "summary" else ""


def _write(text: str, format_: str, file: Path | None) -> None:
    try:
        if file:
            _to_file(text.encode(), file)
        elif summary := _summary_file(format_):
            with Path(summary).open("ab") as kept:
                kept.write(text.encode())
        else:
            click.echo(text, nl=False)
    except OSError as error:
        raise Usage(f"cannot write the {format_} report to {file or summary}: {error.strerror}") from None


def _to_file(data: bytes, file: Path) -> None:
    """Whole or not at all; what is there and no regular file, as a pipe, is written to."""
    if file.exists() and not file.is_file():
        file.write_bytes(data)
    else:
        write_whole(data, file)

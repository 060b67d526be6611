"""`proofbook validate`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from proofbook.errors import ExitCode, InvalidInput, Usage
from proofbook.load import load, site_of
from proofbook.report.problem_formats import FORMATS


@click.command(name="validate")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@click.pass_obj
def command(config_file: Path, paths: tuple[Path, ...], format_: str) -> None:
    """Report every problem of every document, or of those below PATHS. Executes nothing.

    Rules across files always see the whole site. The exit code is 2 if a problem is reported.
    """
    try:
        site = site_of(config_file)
        loaded = load(site.root, site.settings, paths)
        problems = loaded.problems
        if paths and not loaded.files:
            raise Usage(f"no document stands below {', '.join(map(str, paths))}: nothing was looked at")
    except InvalidInput as error:  # the settings are wrong, and that too is said in the format asked for
        problems = error.problems
    if problems or format_ != "text":
        click.echo(FORMATS[format_](problems), nl=False, err=format_ == "text")
    else:
        click.echo(f"{loaded.files} document{'s' if loaded.files != 1 else ''}, no problems")
    sys.exit(ExitCode.INVALID if problems else ExitCode.OK)

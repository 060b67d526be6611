"""`proofbook doctor`."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from proofbook.doctor import examine, examined_text


@click.command(name="doctor")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def command(config_file: Path, format_: str) -> None:
    """Say what is installed, what may run here, what not, and why. Executes nothing of the site.

    The exit code is 0 if a run can look at everything that it may, 2 if settings or documents are wrong, and 3 if
    something that it needs is not here: a program, a driver, a secret.
    """
    examined = examine(config_file)
    if format_ == "json":
        told = {"format": 1, "exit_code": int(examined.exit_code), "noted": examined.noted}
        click.echo(msgspec.json.format(msgspec.json.encode(told), indent=2).decode())
    else:
        click.echo(examined_text(examined), nl=False)
    sys.exit(examined.exit_code)

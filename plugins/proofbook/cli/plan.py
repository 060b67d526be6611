"""`proofbook plan`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from proofbook.build import plan_of
from proofbook.cli.grants import grants
from proofbook.cli.selecting import asked, selecting
from proofbook.load import read_library
from proofbook.report.plans import plan_text


@click.command(name="plan")
@selecting
@grants
@click.pass_obj
def command(config_file: Path, /, **said: Any) -> None:
    """Show what `run` would do, with what permission, and what it would not. Touches nothing.

    It takes what `run` takes to choose by.
    """
    site, wanted = asked(config_file, said)
    click.echo(plan_text(plan_of(site, read_library(site), wanted)), nl=False)

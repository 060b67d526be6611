"""`proofbook plan`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from proofbook.build import plan_of, read_trusted
from proofbook.cli.grants import grants
from proofbook.cli.selecting import asked, selecting
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
    site, library, _ = read_trusted(site)
    click.echo(plan_text(plan_of(site, library, wanted)), nl=False)

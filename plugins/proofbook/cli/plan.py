"""`proofbook plan`."""

from __future__ import annotations

from pathlib import Path

import click

from proofbook.build import plan_of, read_library, site_of
from proofbook.report.plans import plan_text


@click.command(name="plan")
@click.pass_obj
def command(config_file: Path) -> None:
    """Show what `run` would do, with what permission, and what it would not. Touches nothing."""
    site = site_of(config_file)
    click.echo(plan_text(plan_of(site, read_library(site))), nl=False)

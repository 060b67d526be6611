"""`proofbook plan`."""

from __future__ import annotations

from pathlib import Path

import click

from proofbook.build import plan_of, read_library
from proofbook.cli.grants import granted_site, grants
from proofbook.report.plans import plan_text


@click.command(name="plan")
@grants
@click.pass_obj
def command(config_file: Path, /, allow: tuple[str, ...], secret: tuple[str, ...]) -> None:
    """Show what `run` would do, with what permission, and what it would not. Touches nothing."""
    site = granted_site(config_file, allow, secret)
    click.echo(plan_text(plan_of(site, read_library(site))), nl=False)

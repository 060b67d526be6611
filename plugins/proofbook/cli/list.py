"""`proofbook list`."""

from __future__ import annotations

from pathlib import Path

import click

from proofbook.load import read_library, site_of
from proofbook.report.listing import library_text


@click.command(name="list")
@click.pass_obj
def command(config_file: Path) -> None:
    """Show every document of the site: kind, id, checks, file and title."""
    click.echo(library_text(read_library(site_of(config_file))), nl=False)

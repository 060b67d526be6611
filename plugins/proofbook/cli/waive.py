"""`proofbook waive`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from proofbook.load import read_library, site_of
from proofbook.signing import waive


@click.command(name="waive")
@click.argument("check")
@click.option("--justification", required=True, help="Why the failure is acceptable until then.")
@click.option("--owner", required=True, help="Who sees to it that it is mended.")
@click.option("--approver", required=True, help="Who answers for letting it pass.")
@click.option("--expires", required=True, metavar="DATE", help="When it ends, as in 2026-12-31.")
@click.option("--ticket", help="Where the mending is tracked.")
@click.option("--file", "file", type=click.Path(path_type=Path), help="Default: waivers.yml in the runbooks folder.")
@click.pass_obj
def command(config_file: Path, /, check: str, file: Path | None, **said: Any) -> None:
    """Let CHECK fail until a date: writes the entry for you to commit."""
    site = site_of(config_file)
    path = file or config_file.parent / site.settings.runbooks / "waivers.yml"
    waive(read_library(site), path, check, datetime.now(UTC), owners=site.settings.owners, **said)
    click.echo(f"waived `{check}` until {said['expires']} in {path}; commit it")

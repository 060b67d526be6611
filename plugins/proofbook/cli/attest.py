"""`proofbook attest`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from proofbook.load import read_library, site_of
from proofbook.model.attestations import Signed
from proofbook.signing import attest


@click.command(name="attest")
@click.argument("item")
@click.option("--by", required=True, help="Your name.")
@click.option("--role", help="Your role; it must be the one that the item asks for.")
@click.option("--status", type=click.Choice(["passed", "failed"]), default="passed", show_default=True)
@click.option("--release", help="The release you sign for; needed where the item is signed for each.")
@click.option("--evidence", multiple=True, metavar="URL", help="What you looked at; may be given several times.")
@click.option("--comment", help="What the next reader should know.")
@click.option(
    "--file", "file", type=click.Path(path_type=Path), help="Default: attestations.yml in the runbooks folder."
)
@click.pass_obj
def command(config_file: Path, /, item: str, file: Path | None, **said: Any) -> None:
    """Sign the checklist ITEM: writes the entry, bound to the item's text, for you to commit."""
    site = site_of(config_file)
    path = file or config_file.parent / site.settings.runbooks / "attestations.yml"
    said["status"] = Signed(said["status"])
    attest(read_library(site), path, item, now=datetime.now(UTC), **said)
    click.echo(f"signed `{item}` in {path}; commit it: it counts from the next build on")

"""`proofbook links`."""

from __future__ import annotations

from pathlib import Path

import click

from proofbook.load import links, read_library, site_of
from proofbook.model.published import names
from proofbook.run import write_whole

HEAD = "# Links that were published, as r/NAME/. Every one of them must live: validation sees to it.\n"


@click.command(name="links")
@click.pass_obj
def command(config_file: Path, /) -> None:
    """Write links.lock, the list of published links, for you to commit.

    From then on a name in it that leads nowhere is an error: rename with `aliases:`. What is in the
    list already stays.
    """
    site = site_of(config_file)
    library = read_library(site)
    before = {name for _, name in links.published(site.root)}
    every = sorted(before | names(library).keys())
    write_whole((HEAD + "".join(f"{name}\n" for name in every)).encode(), site.root / links.FILE)
    click.echo(f"{links.FILE}: {len(every)} links, {len(every) - len(before)} new; commit it")

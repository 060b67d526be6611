"""`proofbook explain`."""

from __future__ import annotations

from pathlib import Path

import click

from proofbook.build import plan_of, read_trusted
from proofbook.errors import Usage
from proofbook.load import site_of
from proofbook.nearest import did_you_mean
from proofbook.report.explaining import Spot, explain_text, spots
from proofbook.run import read_report


@click.command(name="explain")
@click.argument("check")
@click.pass_obj
def command(config_file: Path, check: str) -> None:
    """Show a CHECK from all sides: definition, last look with every matcher, and how to look again.

    CHECK is its id, or DRILL:CHECK. Looks at nothing.
    """
    site, library, _ = read_trusted(site_of(config_file))
    every = list(spots(plan_of(site, library)))
    drill, _, name = check.rpartition(":")
    found = [one for one in every if one.job.id == name and drill in {"", one.drill}]
    if not found:
        raise Usage(f"there is no check `{check}`; {_nearest(check, every)}")
    stored = site.root / site.settings.results_file
    click.echo(explain_text(found, read_report(stored) if stored.exists() else None), nl=False)


def _nearest(check: str, every: list[Spot]) -> str:
    names = {name for one in every for name in (one.job.id, f"{one.drill}:{one.job.id}")}
    return did_you_mean(check, sorted(names)) or "see `proofbook list`"

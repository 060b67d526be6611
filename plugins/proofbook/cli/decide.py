"""`proofbook decide`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from proofbook.build import last
from proofbook.errors import Usage
from proofbook.gate import decide
from proofbook.load import site_of
from proofbook.nearest import did_you_mean
from proofbook.report.text import decision_text


@click.command(name="decide")
@click.argument("checklist")
@click.option("--release", help="Signatures that are per release must be for this one.")
@click.pass_obj
def command(config_file: Path, checklist: str, release: str | None) -> None:
    """Say GO or NO-GO for a CHECKLIST, by the results of the last run."""
    site = site_of(config_file)
    report, _ = last(site)
    items = report.items_of(checklist)
    if not items:
        hint = did_you_mean(checklist, [item.checklist for item in report.items])
        raise Usage(f"the results know no checklist `{checklist}`; {hint or '`proofbook run` renews them'}")
    decision = decide(items, datetime.now(UTC), release)
    click.echo(decision_text(checklist, decision), nl=False)
    sys.exit(decision.exit_code)

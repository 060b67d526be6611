"""`proofbook report`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from proofbook.build import last
from proofbook.cli.reporting import Wanted, report, reporting
from proofbook.load import site_of


@click.command(name="report")
@reporting
@click.pass_obj
def command(config_file: Path, wanted: Sequence[Wanted]) -> None:
    """Report the last run again, in other forms, and end with its exit code. Looks at nothing."""
    seen, gate = last(site_of(config_file))
    report(seen, gate, wanted)
    sys.exit(gate.exit_code)

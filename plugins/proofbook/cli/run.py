"""`proofbook run`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from proofbook.build import build
from proofbook.cli.grants import grants
from proofbook.cli.progress import progress
from proofbook.cli.reporting import Wanted, report, reporting
from proofbook.cli.selecting import asked, duration, selecting
from proofbook.errors import ExitCode
from proofbook.run import published_report


@click.command(name="run")
@selecting
@grants
@click.option("--fail-fast", is_flag=True, help="Begin nothing more once something that gates did not pass.")
@click.option("--timeout", "deadline", type=duration, help="Deadline of the whole run, as in 10m.")
@click.option("--refresh", is_flag=True, help="Look again at everything, whatever earlier runs have seen.")
@click.option("--release", default="", metavar="R", help="Build release R: looks again at everything, and says so.")
@click.option("--evidence", metavar="FILE|URL", help="Results of another run, shown where this one may not look.")
@click.option("--no-gate", is_flag=True, help="Of a stranger's change, exit 0 instead of 3: nothing was looked at.")
@reporting
@click.pass_obj
def command(config_file: Path, /, wanted: Sequence[Wanted], **said: Any) -> None:
    """Run every check and drill that may run, write the results file, and gate by the exit code.

    With IDs only those run: of checks, items, steps, documents or drills, or patterns of them, as
    in 'deploy-*'. What they need runs too; all else is skipped, and proves nothing.
    """
    source, ungated = said.pop("evidence"), said.pop("no_gate")
    site, meant = asked(config_file, said)
    evidence = published_report(source) if source else None
    with progress() as announce:
        built = build(site, announce, meant, evidence)
    report(built.report, built.gate, wanted)
    sys.exit(ExitCode.OK if ungated and built.report.untrusted else built.gate.exit_code)

"""`proofbook run`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from proofbook.build import build, site_of
from proofbook.model.status import Status
from proofbook.report.text import report_text, status_line


@click.command(name="run")
@click.pass_obj
def command(config_file: Path) -> None:
    """Run every check and drill that may run, write the results file, and gate by the exit code."""
    built = build(site_of(config_file), _announce)
    click.echo(report_text(built.report, built.gate), nl=False)
    sys.exit(built.gate.exit_code)


def _announce(name: str, status: Status, reason: str, took_s: float) -> None:
    click.echo(status_line(name, status, reason, took_s), err=True)

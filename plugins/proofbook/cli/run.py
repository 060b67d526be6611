"""`proofbook run`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from proofbook.build import build
from proofbook.cli.grants import granted_site, grants
from proofbook.model.status import Status
from proofbook.report.text import report_text, status_line


@click.command(name="run")
@grants
@click.pass_obj
def command(config_file: Path, /, allow: tuple[str, ...], secret: tuple[str, ...]) -> None:
    """Run every check and drill that may run, write the results file, and gate by the exit code."""
    built = build(granted_site(config_file, allow, secret), _announce)
    click.echo(report_text(built.report, built.gate), nl=False)
    sys.exit(built.gate.exit_code)


def _announce(name: str, status: Status, reason: str, took_s: float) -> None:
    click.echo(status_line(name, status, reason, took_s), err=True)

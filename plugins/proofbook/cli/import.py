"""`proofbook import`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from proofbook.errors import ExitCode, InvalidInput
from proofbook.importing import bring, read_synonyms
from proofbook.importing.report import report
from proofbook.importing.runbook import Known
from proofbook.load import Site, load, site_of
from proofbook.load.alerts import known_alerts


@click.group(name="import")
def command() -> None:
    """Bring in what you have. Nothing is executed, and no file that is there is touched."""


@command.command(name="markdown")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Default: the site's folder of runbooks.")
@click.option(
    "--sections", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="YAML: which headings mean what."
)
@click.option("--every", is_flag=True, help="Import pages too that look like no runbook.")
@click.pass_obj
def markdown(
    config_file: Path, paths: tuple[Path, ...], out: Path | None, sections: Path | None, *, every: bool
) -> None:
    """Make runbooks of Markdown pages: files, or all below folders. Every command stays manual.

    Says what was mapped, guessed and left; what was left stands in the description or the instructions.
    """
    site = site_of(config_file)
    folder = out or site.root / site.settings.runbooks
    (site.root / site.settings.runbooks).mkdir(exist_ok=True)
    taken = frozenset(_names(site))
    done = tuple(bring(paths, folder, read_synonyms(sections), _known(site), taken, every=every))
    click.echo(report(done), nl=False)
    made = tuple(Path(one.target) for one in done if one.target)
    if made and (problems := load(site.root, site.settings, made).problems):
        raise InvalidInput(problems)
    sys.exit(ExitCode.OK if made else ExitCode.INVALID)


def _names(site: Site) -> set[str]:
    """Ids and former ids of the site's documents."""
    bodies = [document.body for document in load(site.root, site.settings).library.documents]
    return {name for body in bodies for name in (body.id, *getattr(body, "aliases", ()))}


def _known(site: Site) -> Known:
    alerts = known_alerts(site.root, site.settings)
    return Known(
        frozenset(site.settings.owners) if site.settings.owners else None,
        frozenset(name.casefold() for name in alerts.names) if alerts.sure else None,
    )

"""`proofbook import`."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from proofbook.errors import ExitCode, InvalidInput
from proofbook.importing import Places, bring, read_synonyms
from proofbook.importing.alerts import Wanted, bring_alerts, rule_files
from proofbook.importing.alerts_report import alerts_report
from proofbook.importing.linking import applied_in, patch
from proofbook.importing.report import report
from proofbook.importing.runbook import Known
from proofbook.load import Site, load, site_of
from proofbook.load.alerts import known_alerts
from proofbook.load.rules.addresses import TAKEN


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
    places = Places(out or config_file.parent / site.settings.runbooks, site.root / site.docs)
    (site.root / site.settings.runbooks).mkdir(exist_ok=True)
    taken = frozenset(_names(site))
    done = tuple(bring(paths, places, read_synonyms(sections), _known(site), taken, every=every))
    click.echo(report(done), nl=False)
    if lost := sum(one.lost for one in done):
        click.echo(
            f"next: links that lead nowhere: {lost}; a site that is `strict: true` is not built until they are mended"
        )
    made = tuple(Path(one.target) for one in done if one.target)
    problems = load(site.root, site.settings, made).problems if made else ()
    for one in (one for one in problems if one.message.endswith(TAKEN)):
        click.echo(f"next: {one.advice}")
    if others := tuple(one for one in problems if not one.message.endswith(TAKEN)):
        raise InvalidInput(others)
    sys.exit(ExitCode.OK if made else ExitCode.INVALID)


@command.command(name="alerts")
@click.argument("rules", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Default: alerts/ in the runbooks folder."
)
@click.option("--patch", "diff", type=click.Path(path_type=Path, dir_okay=False), help="Write the links as a patch.")
@click.pass_obj
def alerts(config_file: Path, rules: tuple[Path, ...], out: Path | None, diff: Path | None) -> None:
    """Make a stub runbook for each alert of Prometheus RULES, files or folders, that no runbook answers.

    Rule files are not touched: the links are told, and with --patch written for `git apply`.
    """
    site = site_of(config_file)
    files = tuple(rule_files(rules))
    found = tuple(alert for file in files for alert in file.alerts)
    (site.root / site.settings.runbooks).mkdir(exist_ok=True)
    stubs = tuple(bring_alerts(found, out or config_file.parent / site.settings.runbooks / "alerts", _wanted(site)))
    annotation = site.settings.alerts.annotations[0]
    links = {one.alert.name.casefold(): one.link for one in stubs if one.link}
    base = applied_in(files)
    text, by_hand = patch(files, links, annotation, base)
    click.echo(alerts_report(files, stubs, by_hand, annotation), nl=False)
    if not site.url:
        click.echo("the links lack their beginning: set `site_url:` in mkdocs.yml", err=True)
    if diff:
        diff.write_bytes(text.encode(errors="surrogateescape"))
        patched = sum(line.startswith("+++ ") for line in text.split("\n"))
        then = _apply(diff, base) if patched else "nothing to apply"
        click.echo(f"files to patch: {patched}; {then}")
    sys.exit(ExitCode.OK if stubs else ExitCode.INVALID)


def _apply(diff: Path, base: Path) -> str:
    """How the patch is applied; git's own folder is the one where its names begin."""
    if base == Path.cwd().resolve():
        return shlex.join(["git", "apply", str(diff)])
    return shlex.join(["git", "-C", str(base), "apply", str(diff.resolve())])


def _wanted(site: Site) -> Wanted:
    library = load(site.root, site.settings).library
    answered = {name.casefold(): (name, books[0].id) for name, books in library.alerts().items()}
    return Wanted(
        answered=answered,
        taken=frozenset(_names(site)),
        known=_known(site).alerts,
        owner=next(iter(site.settings.owners), ""),
        url=site.url,
        directories=site.directories,
    )


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

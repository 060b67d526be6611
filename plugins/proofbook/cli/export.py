"""`proofbook export`."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec.structs import replace

from proofbook.build import build, published
from proofbook.errors import InvalidInput, Usage
from proofbook.exporting import export, unknown_ids
from proofbook.load import docs_of, site_of
from proofbook.model.settings import Results
from proofbook.pages import addresses


@click.group(name="export")
def command() -> None:
    """Take what was seen elsewhere. Runs nothing: results are those of the last run."""


@command.command(name="docs")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to write.")
@click.option("--flat", is_flag=True, help="The generator makes page.html of page.md, not page/.")
@click.pass_obj
def docs(config_file: Path, out: Path, *, flat: bool) -> None:
    """Write a docs folder of plain Markdown and assets, that any generator builds."""
    site = site_of(config_file)
    folder, project = docs_of(config_file)
    if not folder.is_dir():
        raise Usage(f"there is no {folder}; `docs_dir:` in {config_file} names the folder of your pages")
    built = build(replace(site, settings=replace(site.settings, results=Results.READ)), lambda *_: None)
    made = published(built, replace(site.settings, offline=False))
    if problems := unknown_ids(made, folder):
        raise InvalidInput(problems)
    amount = export(made, folder, out, project, folders=not flat)
    click.echo(f"{amount} files in {out}; the generator's configuration needs\n")
    click.echo("extra_css: [" + ", ".join(addresses(".css")) + "]")
    click.echo("extra_javascript: [" + ", ".join(addresses(".js")) + "]")
    click.echo("markdown_extensions: [attr_list, md_in_html, tables]")

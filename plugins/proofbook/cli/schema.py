"""`proofbook schema`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from proofbook.errors import Usage
from proofbook.nearest import did_you_mean
from proofbook.schema import schemas


@click.command(name="schema")
@click.argument("kind", required=False)
@click.option(
    "--all", "folder", type=click.Path(path_type=Path, file_okay=False), help="Write every schema to a folder."
)
def command(kind: str | None, folder: Path | None) -> None:
    """Print the JSON Schema of a KIND of document, of `settings` or of `results`."""
    every = schemas()
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        for name, made in every.items():
            (folder / f"{name}.schema.json").write_text(json.dumps(made, indent=2) + "\n", "utf-8")
        click.echo(f"{len(every)} schemas in {folder}")
    elif kind in every:
        click.echo(json.dumps(every[kind], indent=2))
    else:
        wrong = (
            f"there is no kind `{kind}`; {did_you_mean(kind, every)}".rstrip("; ") if kind else "name a kind, or --all"
        )
        raise Usage(f"{wrong}; there are {', '.join(every)}")

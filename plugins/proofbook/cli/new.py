"""`proofbook new`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import click

from proofbook.errors import Usage
from proofbook.load import read_site
from proofbook.starting import KINDS, Answers, host_of, new_document, new_site
from proofbook.starting.report import site_text


@click.command(name="new")
@click.argument("what", metavar=f"DIR|{'|'.join(KINDS)}")
@click.argument("name", required=False, metavar="[ID]")
@click.option("--yes", is_flag=True, help="Ask nothing; what is not said is taken as proposed.")
@click.option("--title", help="Of the site or the document; else made of the folder or the id.")
@click.option("--owner", help="Of a new site: who answers for it.")
@click.option("--contact", help="Of a new site: where to reach the owner.")
@click.option("--url", help="Of a new site: where it will be published.")
@click.pass_obj
def command(
    config_file: Path, /, what: str, name: str | None, *, yes: bool, title: str, owner: str, contact: str, url: str
) -> None:
    """Make a small site in DIR that is green at once, or a document in the site that is here.

    No file that is there is touched. In a folder with a site already, what is missing is added.
    """
    if what in KINDS and not name:
        raise Usage(f"say its id: proofbook new {what} ID; for a site in a folder of that name, ./{what}")
    if name and what not in KINDS:
        raise Usage(f"there is no kind {what!r} to make; there are {', '.join(KINDS)}")
    if name:
        made = new_document(read_site(config_file), what, name, title or "")
        click.echo(f"{os.path.relpath(made)} is made; `proofbook validate` holds it against the rest")
        return
    answers = Answers(
        name=_asked("Name of the site", title, Path(what).resolve().name.replace("-", " ").capitalize(), yes=yes),
        owner=_asked("Who answers for it", owner, "operations", yes=yes),
        contact=_asked("Where to reach them", contact, "#operations", yes=yes),
        url=_asked(
            "Where it will be published, as https://…; nothing if not known yet", url, "", yes=yes, fits=host_of
        ),
    )
    click.echo(site_text(Path(what), new_site(Path(what), answers)), nl=False)


def _asked(question: str, said: str | None, proposed: str, *, yes: bool, fits: Callable[[str], object] = str) -> str:
    """What was said, what is proposed, or an answer; a question is asked again until its answer fits."""

    def taken(answer: str) -> str:
        try:
            fits(answer)
        except Usage as error:
            raise click.UsageError(str(error)) from None
        return answer

    if said or yes:
        return said or proposed
    return str(click.prompt(question, default=proposed, show_default=bool(proposed), value_proc=taken))

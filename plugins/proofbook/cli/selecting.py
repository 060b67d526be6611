"""The options by which `run` and `plan` choose, the same for both."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from proofbook.cli.grants import granted_site
from proofbook.load import Site
from proofbook.model.asked import Asked, Selection
from proofbook.model.check import Severity
from proofbook.model.fields import DURATION
from proofbook.schema import KIND_NAMES


def duration(value: str) -> str:
    """A length of time as YAML writes it, as in `90s`."""
    if not re.match(DURATION, value):
        raise click.BadParameter(f"{value!r} is not a duration; expected one such as 30s, 5m or 24h")
    return value


_OPTIONS = (
    click.argument("names", nargs=-1, metavar="[ID]..."),
    click.option(
        "--tag", "tags", multiple=True, help="Checks and documents with this tag; may be given several times."
    ),
    click.option(
        "--kind",
        "kinds",
        multiple=True,
        type=click.Choice(KIND_NAMES),
        metavar="KIND",
        help="Checks of such documents.",
    ),
    click.option(
        "--severity", type=click.Choice([str(one) for one in Severity]), help="Checks of this severity and worse."
    ),
    click.option("--drill", "drills", multiple=True, metavar="ID", help="These drills, whatever else is chosen."),
    click.option("--no-drills", is_flag=True, help="No drill at all."),
    click.option("--since", metavar="REV", default="", help="Only what a change since this revision of git touches."),
    click.option("--env", "environment", metavar="ID", help="The environment of checks outside drills."),
)


def selecting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options to choose by."""
    return reduce(lambda made, option: option(made), reversed(_OPTIONS), command)


def asked(config_file: Path, said: dict[str, Any]) -> tuple[Site, Asked]:
    """The site with what is granted and the environment that is meant, and what is asked for beside it."""
    site, environment = granted_site(config_file, said.pop("allow"), said.pop("secret")), said.pop("environment")
    if environment:
        site = replace(site, settings=replace(site.settings, environment=environment))
    chosen = {name: said.pop(name) for name in ("names", "tags", "kinds", "severity", "drills", "no_drills", "since")}
    severity = chosen.pop("severity")
    selection = Selection(**chosen, severity=Severity(severity) if severity else None)
    return site, Asked(selection=selection, **said)

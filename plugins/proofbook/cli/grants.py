"""The options that widen the settings' permissions for one run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from proofbook.grants import granted
from proofbook.load import Site, site_of


def grants(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command `--allow` and `--secret`."""
    allow = click.option("--allow", multiple=True, metavar="WHAT", help="As in network=HOST, commands, drills=LAB.")
    secret = click.option("--secret", multiple=True, metavar="NAME[=HOST]", help="A variable to use as a secret.")
    return allow(secret(command))


def granted_site(config_file: Path, allow: tuple[str, ...], secret: tuple[str, ...]) -> Site:
    """The site with what these options grant."""
    site = site_of(config_file)
    return replace(site, settings=granted(site.settings, allow, secret), grants=(allow, secret))

"""The site as it stands at a revision that git keeps."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path

from proofbook.errors import InvalidInput, Usage
from proofbook.load import Site, inherited, read_site
from proofbook.run import files_at

#: So many folders above a site its configuration may inherit from.
ABOVE = 8


def checked_out(site: Site, reference: str, folder: Path) -> Site:
    """The site's settings and documents at a revision, as files that nobody else writes to.

    Raises:
        Usage: git does not know the revision, or the site was not there.
    """
    root = folder.joinpath(*["above"] * ABOVE)
    _write(root, _configs(site, reference))
    try:
        there = read_site(root / site.config)
    except InvalidInput:
        raise Usage(f"the settings at {reference} are invalid: nothing of them can be trusted") from None
    _write(root, files_at(site.root, reference, there.settings.runbooks))
    (root / there.settings.runbooks).mkdir(parents=True, exist_ok=True)
    return there


def _configs(site: Site, reference: str) -> dict[str, bytes]:
    """The site's configuration and those that it inherits from there, by their paths from the site."""
    found: dict[str, bytes] = {}
    name = site.config
    while name not in found:
        files = files_at(site.root, reference, name)
        if name not in files or name.split("/").count("..") > ABOVE:
            raise Usage(f"there is no {name} at {reference}: nothing can be trusted")
        found[name] = files[name]
        if base := inherited(found[name], name):
            name = posixpath.normpath(posixpath.join(posixpath.dirname(name), base))
    return found


def _write(root: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

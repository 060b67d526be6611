"""`trust_ref`: permissions, waivers and attestations count only as they stand at a revision that is trusted."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from proofbook.grants import granted
from proofbook.load import Site, load
from proofbook.model.attestations import Attestations
from proofbook.model.library import Library
from proofbook.model.place import NodePath, Place
from proofbook.model.results import Finding
from proofbook.model.settings import Allow, Settings
from proofbook.model.waivers import Waivers
from proofbook.revisions import checked_out


class Trusted(Struct, frozen=True):
    """A site and its library as far as they can be trusted, and what the change would alter."""

    site: Site
    library: Library
    alters: tuple[Finding, ...] = ()


def trusted(site: Site, library: Library) -> Trusted:
    """The site as it is, with permissions, secrets, waivers and attestations as they stand at `trust_ref`.

    Raises:
        Usage: git does not know the revision, or the site was not there.
    """
    reference = site.settings.trust_ref
    if reference is None:
        return Trusted(site, library)
    with tempfile.TemporaryDirectory(prefix="proofbook-trust-") as folder:
        there = checked_out(site, reference, Path(folder))
        signed = load(there.root, there.settings).library
    settings = replace(site.settings, allow=there.settings.allow, secrets=there.settings.secrets)
    settings = granted(settings, *site.grants)
    kept = [one for one in library.documents if not isinstance(one.body, (Attestations, Waivers))]
    kept += [one for one in signed.documents if isinstance(one.body, (Attestations, Waivers))]
    return Trusted(replace(site, settings=settings), Library(tuple(kept)), tuple(_alters(site, there, library, signed)))


def _alters(mine: Site, theirs: Site, library: Library, signed: Library) -> Iterator[Finding]:
    reference = str(mine.settings.trust_ref)
    for name in _altered(mine.settings, theirs.settings):
        message = f"`{name}` is another at {reference}, and counts as it is there"
        yield Finding(rule="permission-altered", message=message, place=Place(mine.config), subject=name)
    before, after = _entries(signed), _entries(library)
    for rule, subject, entry in sorted(before.keys() ^ after.keys()):
        place = after.get((rule, subject, entry)) or before[rule, subject, entry]
        here = (rule, subject, entry) in after
        message = f"`{subject}`: not at {reference}, so it does not count" if here else f"`{subject}`: still counts"
        yield Finding(rule=f"{rule}-{'added' if here else 'removed'}", message=message, place=place, subject=subject)


def _altered(mine: Settings, theirs: Settings) -> Iterator[str]:
    for field in Allow.__struct_fields__:
        if getattr(mine.allow, field) != getattr(theirs.allow, field):
            yield f"allow.{field}"
    if mine.secrets != theirs.secrets:
        yield "secrets"


def _entries(library: Library) -> dict[tuple[str, str, str], Place]:
    """Waivers and attestations: rule, subject and the whole entry, with where each stands."""
    found: dict[tuple[str, str, str], Place] = {}
    for document in library.documents:
        body: Any = document.body
        rows: list[tuple[str, str, Any, NodePath]] = []
        if isinstance(body, Waivers):
            rows = [("waiver", one.check, one, ("waivers", at)) for at, one in enumerate(body.waivers)]
        elif isinstance(body, Attestations):
            rows = [("attestation", one.item, one, ("attestations", at)) for at, one in enumerate(body.attestations)]
        for rule, subject, entry, path in rows:
            found[rule, subject, msgspec.json.encode(entry).decode()] = document.place(path)
    return found

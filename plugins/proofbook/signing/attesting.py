"""Sign a checklist item."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from proofbook.digest import item_digest
from proofbook.errors import Usage
from proofbook.model.attestations import Signed
from proofbook.model.checklist import Checklist, Item
from proofbook.model.library import Library
from proofbook.nearest import did_you_mean, listed
from proofbook.signing.entries import add_entry

#: Enough of a digest that no other text of an item will have it by chance.
DIGITS = 16
#: So many items are named to whoever named one that is not there.
SHOWN = 8


def attest(
    library: Library,
    path: Path,
    item: str,
    by: str,
    now: datetime,
    *,
    role: str | None = None,
    status: Signed = Signed.PASSED,
    release: str | None = None,
    evidence: Sequence[str] = (),
    comment: str | None = None,
) -> dict[str, Any]:
    """Write a signature under a checklist item into the attestations at `path`; the entry that was written.

    Raises:
        Usage: there is no such item, nobody is asked to sign it, its role is another, or the file cannot take it.
    """
    found = _item(library, item)
    asked = found.attest
    if asked is None:
        raise Usage(f"the item `{item}` is proved by checks; nobody is asked to sign it")
    if role and role.casefold() != asked.role.casefold():
        raise Usage(f"the item `{item}` is signed by: {asked.role}; a signature as {role} would not count")
    if asked.per_release and not release:
        raise Usage(f"the item `{item}` is signed for each release: add --release")
    entry = {
        "item": item,
        "status": str(status),
        "by": by,
        "role": asked.role,
        "at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "digest": item_digest(found)[:DIGITS],
        "release": release,
        "evidence": list(evidence),
        "comment": comment,
    }
    said = {name: value for name, value in entry.items() if value}
    add_entry(path, "attestations", said)
    return said


def _item(library: Library, name: str) -> Item:
    items = {item.id: item for checklist in library.all(Checklist) for item in checklist.items()}
    if name not in items:
        signed = [f"`{one.id}`" for one in items.values() if one.attest]
        hint = f"to be signed: {listed(signed, SHOWN)}" if signed else "no item is to be signed"
        raise Usage(f"there is no checklist item `{name}`; {did_you_mean(name, items) or hint}")
    return items[name]

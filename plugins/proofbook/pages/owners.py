"""Owners: how to reach each, what is theirs, and what of it needs them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from msgspec import Struct

from proofbook.model.checklist import Checklist
from proofbook.model.settings import Owner
from proofbook.model.status import Status, proves
from proofbook.pages.links import page_of
from proofbook.pages.site import Seen

#: Kinds that are shown as things of an owner; signatures belong to whoever signed.
_OWNED = ("runbook", "checklist", "environment", "requirements", "objectives")


class Thing(Struct, frozen=True):
    """Something that is owned."""

    title: str
    page: str
    anchor: str = ""
    status: Status | None = None


class Belongings(Struct, frozen=True):
    """An owner with documents and with items that are not proved."""

    name: str
    owner: Owner
    documents: tuple[Thing, ...]
    open: tuple[Thing, ...]


def owners_view(seen: Seen) -> dict[str, Any]:
    """The template's context."""
    documents: dict[str, list[Thing]] = defaultdict(list)
    for document in seen.library.documents:
        body = document.body
        if str(body.__struct_config__.tag) in _OWNED and body.owner:
            documents[body.owner].append(Thing(body.title, page_of(body)))
    waiting = _waiting(seen)
    names = sorted({*seen.settings.owners, *documents, *waiting}, key=str.casefold)
    return {"owners": [_belongings(name, documents, waiting, seen) for name in names]}


def _belongings(
    name: str, documents: dict[str, list[Thing]], waiting: dict[str, list[Thing]], seen: Seen
) -> Belongings:
    owner = seen.owner(name) or Owner(name=name)
    return Belongings(name, owner, tuple(documents.get(name, ())), tuple(waiting.get(name, ())))


def _waiting(seen: Seen) -> dict[str, list[Thing]]:
    """Items that are not proved, by owner, the worst first."""
    found: dict[str, list[Thing]] = defaultdict(list)
    for checklist in seen.library.all(Checklist):
        for item in checklist.items():
            result = seen.items[item.id]
            if result.owner and not proves(result.status) and result.status is not Status.NOT_APPLICABLE:
                anchor = seen.anchor(checklist.id, "item", item.id)
                found[result.owner].append(Thing(item.title, page_of(checklist), anchor, result.status))
    order = list(Status)
    return {
        name: sorted(things, key=lambda one: order.index(one.status or Status.PASSED)) for name, things in found.items()
    }

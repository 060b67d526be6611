"""What ends by itself: signatures, waivers, evidence that may grow only so old, reviews; the next first."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from proofbook.instants import parse, stamp
from proofbook.model.checklist import Checklist
from proofbook.model.fields import moment
from proofbook.model.runbook import Runbook
from proofbook.model.settings import Owner
from proofbook.model.waivers import Waivers
from proofbook.pages.catalogue import entry
from proofbook.pages.links import page_of
from proofbook.pages.site import Seen


class Ending(Struct, frozen=True):
    """One thing that ends, when, and whose it is."""

    until: str
    what: str
    title: str
    page: str
    anchor: str
    owner: Owner | None
    over: bool


def endings(seen: Seen) -> list[Ending]:
    """Everything that ends, in the order in which it does; what has ended already comes first."""
    return sorted(
        [*_signatures(seen), *_evidence(seen), *_reviews(seen), *_waivers(seen)], key=lambda one: (one.until, one.title)
    )


def _signatures(seen: Seen) -> Iterator[Ending]:
    for checklist in seen.library.all(Checklist):
        for item in checklist.items():
            result = seen.items[item.id]
            if result.signed_by and result.valid_until:
                anchor = seen.anchor(checklist.id, "item", item.id)
                yield _ending(
                    result.valid_until, "signature", item.title, page_of(checklist), anchor, result.owner, seen
                )


def _evidence(seen: Seen) -> Iterator[Ending]:
    for result in seen.report.results:
        body = seen.bodies.get(result.document)
        if result.valid_until and body:
            owner = getattr(body, "owner", None)
            yield _ending(
                result.valid_until, "evidence", result.title, page_of(body), seen.anchor_of(result), owner, seen
            )


def _reviews(seen: Seen) -> Iterator[Ending]:
    for runbook in seen.library.all(Runbook):
        if due := entry(runbook, seen).due:
            yield _ending(due, "review", runbook.title, page_of(runbook), "", runbook.owner, seen)


def _waivers(seen: Seen) -> Iterator[Ending]:
    for document in seen.library.all(Waivers):
        for waiver in document.waivers:
            page, anchor = seen.where(waiver.check)
            until = stamp(moment(waiver.expires))
            yield _ending(until, "waiver", seen.title(waiver.check), page, anchor, waiver.owner, seen)


def _ending(until: str, what: str, title: str, page: str, anchor: str, owner: str | None, seen: Seen) -> Ending:
    return Ending(until, what, title, page, anchor, seen.owner(owner), parse(until) <= seen.at)

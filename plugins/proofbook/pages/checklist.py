"""A checklist's page: the decision, what blocks it and whose it is, then every item with its evidence."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from proofbook.model.checklist import Checklist, Item, Section
from proofbook.model.results import DrillResult, ItemResult, Result
from proofbook.model.settings import Owner
from proofbook.model.status import Status, proves
from proofbook.model.walk import Placed
from proofbook.pages import words
from proofbook.pages.links import page_of
from proofbook.pages.sheets import sheet_addresses
from proofbook.pages.site import Seen

#: How many of the things that block are shown before the rest is folded.
FIRST = 5


class ItemView(Struct, frozen=True):
    """An item with everything behind its mark."""

    item: Item
    result: ItemResult
    owner: Owner | None
    checks: tuple[Result, ...]
    drill: DrillResult | None
    drill_page: str
    drill_title: str
    at: str | None
    unseen: tuple[Placed, ...]


class SectionView(Struct, frozen=True):
    """A section with its items and how many of them are proved."""

    section: Section
    items: tuple[ItemView, ...]
    proved: int


def checklist_view(checklist: Checklist, seen: Seen) -> dict[str, Any]:
    """The template's context."""
    sections = tuple(_section(section, seen) for section in checklist.sections)
    decision = seen.decision(checklist)
    views = {view.item.id: view for section in sections for view in section.items}
    return {
        "checklist": checklist,
        "owner": seen.owner(checklist.owner),
        "decision": decision,
        "status": Status.PASSED if decision.go else Status.FAILED,
        "summary": summary(decision.proved, decision.blocking),
        "blocking": sorted((views[item.item] for item in decision.blocking), key=_urgency),
        "sections": sections,
        "sheets": sheet_addresses(checklist.id),
        "first": FIRST,
    }


def _urgency(view: ItemView) -> int:
    return list(Status).index(view.result.status)


def summary(proved: tuple[ItemResult, ...], blocking: tuple[ItemResult, ...]) -> str:
    """One sentence: how many are proved, and what the others wait for."""
    total = len(proved) + len(blocking)
    parts = [f"{len(proved)} of {words.count(total, 'required item')} {words.verb(total, 'is', 'are')} proved."]
    counts: dict[str, int] = {}
    for item in sorted(blocking, key=lambda one: list(Status).index(one.status)):
        said = _waiting(item)
        counts[said] = counts.get(said, 0) + 1
    parts += [f"{amount} {said if amount > 1 else _SINGULAR.get(said, said)}." for said, amount in counts.items()]
    return " ".join(parts)


_SINGULAR = {"wait for a signature": "waits for a signature", "were not run here": "was not run here"}


def _waiting(item: ItemResult) -> str:
    if words.item_label(item).startswith("shown"):
        return f"shown on {words.place_of(item.grade)} only" if item.grade else "shown elsewhere only"
    if item.status is Status.NOT_REVIEWED:
        return "wait for a signature"
    return "were not run here" if item.status is Status.SKIPPED else words.label(item.status)


def _section(section: Section, seen: Seen) -> SectionView:
    items = tuple(_item(item, seen) for item in section.items)
    proved = sum(1 for view in items if proves(view.result.status))
    return SectionView(section, items, proved)


def _item(item: Item, seen: Seen) -> ItemView:
    result = seen.items[item.id]
    checks = tuple(seen.results[key] for key in result.proofs if key in seen.results)
    drill = seen.drills.get(item.proof.drill) if item.proof and item.proof.drill else None
    starts = sorted(one.started for one in (*checks, *([drill] if drill else ())) if one.started)
    page, title = _drill_page(drill, seen)
    return ItemView(
        item,
        result,
        seen.owner(result.owner),
        checks,
        drill,
        page,
        title,
        starts[0] if starts else None,
        seen.unseen(item.id),
    )


def _drill_page(drill: DrillResult | None, seen: Seen) -> tuple[str, str]:
    for document in seen.library.documents:
        if drill and document.body.id == drill.runbook:
            return page_of(document.body), document.body.title
    return "", ""

"""The catalogue of runbooks, and the alerts that lead to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from msgspec import Struct

from proofbook.instants import stamp
from proofbook.model.runbook import Runbook
from proofbook.model.settings import Owner
from proofbook.model.status import Status, worst
from proofbook.pages.banners import Banner, banners
from proofbook.pages.links import alert_page, page_of
from proofbook.pages.site import Seen


class Entry(Struct, frozen=True):
    """A runbook in the catalogue; `status` is the worst of its drills."""

    runbook: Runbook
    page: str
    status: Status
    banner: Banner
    owner: Owner | None
    due: str | None
    overdue: bool

    @property
    def alerts(self) -> list[tuple[str, str]]:
        """The alerts it answers, with their pages."""
        return [(name, alert_page(name)) for name in self.runbook.alerts]


class Alert(Struct, frozen=True):
    """An alert and every runbook that answers it."""

    name: str
    page: str
    entries: tuple[Entry, ...]


#: Half a dozen pages list each of them.
_entries: WeakKeyDictionary[Seen, dict[str, Entry]] = WeakKeyDictionary()


def entry(runbook: Runbook, seen: Seen) -> Entry:
    """One runbook as every list of them shows it."""
    made = _entries.setdefault(seen, {})
    if runbook.id not in made:
        made[runbook.id] = _entry(runbook, seen)
    return made[runbook.id]


def _entry(runbook: Runbook, seen: Seen) -> Entry:
    shown = banners(runbook, seen)
    status = worst(banner.status for banner in shown)
    due = runbook.review.due if runbook.review else None
    return Entry(
        runbook,
        page_of(runbook),
        status,
        next(banner for banner in shown if banner.status is status),
        seen.owner(runbook.owner),
        stamp(due) if due else None,
        bool(due and due <= seen.at),
    )


def catalogue_view(seen: Seen) -> dict[str, Any]:
    """The template's context."""
    return {"entries": [entry(runbook, seen) for runbook in _in_order(seen)]}


def alerts(seen: Seen) -> list[Alert]:
    """Every alert by name, without case, as it was first written."""
    return [
        Alert(name, alert_page(name), tuple(entry(runbook, seen) for runbook in runbooks))
        for name, runbooks in seen.library.alerts().items()
    ]


def _in_order(seen: Seen) -> Iterator[Runbook]:
    yield from sorted(seen.library.all(Runbook), key=lambda one: (one.title.casefold(), one.id))

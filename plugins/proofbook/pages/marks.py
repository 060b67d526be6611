"""The small marks that every page uses: chips, ages, segments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup

from proofbook.history import Told
from proofbook.model.results import ItemResult
from proofbook.model.settings import Owner
from proofbook.model.status import Status
from proofbook.pages import charts, words
from proofbook.pages.escaping import evidence

#: Close enough to tell an address from the name of a channel.
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+\Z", re.ASCII)

#: Outlines in a 16×16 box; one shape for each status that people must tell apart.
_CIRCLE = "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z"
_SHAPES: dict[str, str] = {
    "passed": f"{_CIRCLE}m3.6 5.2-4.3 4.6-2.5-2.4 1-1 1.4 1.4 3.3-3.6z",
    "failed": f"{_CIRCLE}m3 9-1 1-2-2-2 2-1-1 2-2-2-2 1-1 2 2 2-2 1 1-2 2z",
    "error": "M8 1 .8 14h14.4zm-.8 4.5h1.6v4.2H7.2zm0 5.3h1.6v1.6H7.2z",
    "blocked": f"{_CIRCLE}M4 7.2h8v1.6H4z",
    "flaky": f"{_CIRCLE}M7.2 4h1.6v4.6H7.2zm0 5.8h1.6v1.6H7.2z",
    "stale": f"{_CIRCLE}M7.2 4v4.5l3.2 2 .8-1.2-2.5-1.6V4z",
    "skipped": f"{_CIRCLE}M4.5 5v6l3.8-3zm4 0v6l3.8-3z",
    "attested": "M11.6 1.2 14.8 4.4 6 13.2l-4.4 1.2L2.8 10z",
    "not_reviewed": (
        "M6 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM1 14c0-3 2-5 5-5 1 0 2 .3 2.7.7A4 4 0 0 0 8 14z"
        "m11-5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zm-.6 1h1.2v1.7l1 .7-.6.9-1.6-1z"
    ),
}
_AS = {
    Status.WAIVED: "flaky",
    Status.EXPIRED: "stale",
    Status.INSUFFICIENT_DATA: "stale",
    Status.NOT_APPLICABLE: "not_reviewed",
}

#: A site has few different marks and shows each many times. Typed: safe markup is not the text that equals it.
_kept = lru_cache(maxsize=2048, typed=True)


@_kept
def icon(status: Status) -> Markup:
    """The icon of a status; words stand beside it, so it is hidden from screen readers."""
    path = _SHAPES[_AS.get(status, status)]
    return Markup(
        '<svg class="pb-icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">'
        '<path fill-rule="evenodd" d="{}"/></svg>'
    ).format(path)


@_kept
def chip(status: Status, text: str = "") -> Markup:
    """Icon, word and tint: the one way a status is shown."""
    shown = text or words.label(status)
    return Markup('<span class="pb-chip pb-{}">{}{}</span>').format(words.tint(status), icon(status), shown)


@_kept
def icon_of(status: Status) -> Markup:
    """The icon alone, where its word is for screen readers and for whoever points at it."""
    return Markup('<span class="pb-mini pb-{}" role="img" aria-label="{}" title="{}">{}</span>').format(
        words.tint(status), words.label(status), words.label(status), icon(status)
    )


def item_chip(item: ItemResult) -> Markup:
    """The chip of a checklist item."""
    return chip(item.status, words.item_label(item))


@_kept
def age(instant: str | None) -> Markup:
    """When it was seen: absolute in the page, made relative by the reader's browser."""
    if not instant:
        return Markup("")
    return Markup('<time class="pb-age" datetime="{}">{}</time>').format(instant, words.when(instant))


def red(told: Told) -> Markup:
    """When a mark was last seen red: one that never was has not shown that it can be."""
    if told.red:
        return Markup("red {}").format(age(told.red))
    return (
        Markup('<span class="pb-quiet">not red in {}</span>').format(words.count(told.looks, "look"))
        if told.looks
        else Markup("")
    )


def owner(one: Owner | None) -> Markup:
    """Whose it is: a name alone; how to reach them stands on the page of owners."""
    return evidence(one.name) if one else Markup("")


def address(text: str | None) -> Markup:
    """A link where it is an address, else as it is written."""
    said = text or ""
    if said.startswith(("https://", "http://", "mailto:")):
        return Markup('<a href="{}">{}</a>').format(said, evidence(said.removeprefix("mailto:")))
    return Markup('<a href="mailto:{}">{}</a>').format(said, evidence(said)) if _MAIL.match(said) else evidence(said)


@_kept
def tag(text: str) -> Markup:
    """A quiet label, as for a grade."""
    return Markup('<span class="pb-tag">{}</span>').format(text)


def counted(amount: int, noun: str, plural: str = "") -> Markup:
    """A number below a heading that says what it counts; where headings are not seen, on a phone, its own words do."""
    told = words.count(amount, noun, plural).partition(" ")[2]
    return Markup('{}<span class="pb-narrow"> {}</span>').format(amount, told)


def segments(items: Iterable[ItemResult]) -> Markup:
    """One small segment an item, in order; its text alternative is the count."""
    every = list(items)
    parts = [
        Markup('<i class="pb-{}{}"></i>').format(
            words.tint(item.status), " pb-hatched" if words.item_label(item).startswith("shown") else ""
        )
        for item in every
    ]
    label = charts.said(every)
    return Markup('<span class="pb-segments" role="img" aria-label="{}">{}</span>').format(
        label, Markup("").join(parts)
    )

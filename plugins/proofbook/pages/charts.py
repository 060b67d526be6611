"""Charts as inline SVG, each with its text alternative. Colours come from the stylesheet, for print and dark mode."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from markupsafe import Markup

from proofbook.model.results import ItemResult
from proofbook.pages import words

_ROUND, _GAP = 100.0, 2.0


def said(items: Iterable[ItemResult]) -> str:
    """The count of each status, in words."""
    counts = Counter(words.item_label(item) for item in items)
    return ", ".join(f"{amount} {name}" for name, amount in counts.items())


def ring(items: Iterable[ItemResult], proved: int) -> Markup:
    """One arc for each item, in order, around how many of them are proved."""
    every = list(items)
    arc = _ROUND / len(every)
    gap = min(_GAP, arc / 3) if len(every) > 1 else 0.0
    arcs = Markup("").join(
        Markup(
            '<circle class="pb-{}{}" cx="18" cy="18" r="15.5" pathLength="100"'
            ' stroke-dasharray="{:.2f} {:.2f}" stroke-dashoffset="{:.2f}"/>'
        ).format(words.tint(item.status), _shown(item), arc - gap, _ROUND - arc + gap, 25 - arc * at)
        for at, item in enumerate(every)
    )
    return Markup(
        '<svg class="pb-ring" viewBox="0 0 36 36" role="img" aria-label="{} of {} proved: {}">{}'
        '<text x="18" y="18" text-anchor="middle" dominant-baseline="central">{}/{}</text></svg>'
    ).format(proved, len(every), said(every), arcs, proved, len(every))


def _shown(item: ItemResult) -> str:
    return " pb-shown" if words.item_label(item).startswith("shown") else ""


def share(part: int, whole: int, label: str) -> Markup:
    """A bar filled as far as `part` goes of `whole`."""
    width = 100 * part / whole if whole else 0.0
    return Markup(
        '<svg class="pb-share" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="{}: {} of {}">'
        '<rect class="pb-share__whole" width="100" height="6"/>'
        '<rect class="pb-share__part" width="{:.2f}" height="6"/></svg>'
    ).format(label, part, whole, width)

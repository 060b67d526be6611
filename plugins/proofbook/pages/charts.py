"""Charts as inline SVG, each with its text alternative. Colours come from the stylesheet, for print and dark mode."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

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
        '<svg class="pb-ring" width="36" height="36" viewBox="0 0 36 36" role="img" aria-label="{} of {} proved: {}">{}'
        '<text x="18" y="18" text-anchor="middle" dominant-baseline="central">{}/{}</text></svg>'
    ).format(proved, len(every), said(every), arcs, proved, len(every))


def _shown(item: ItemResult) -> str:
    return " pb-shown" if words.item_label(item).startswith("shown") else ""


def share(part: int, whole: int, label: str) -> Markup:
    """A bar filled as far as `part` goes of `whole`."""
    width = 100 * part / whole if whole else 0.0
    return Markup(
        '<svg class="pb-share" width="100" height="6" viewBox="0 0 100 6" preserveAspectRatio="none" '
        'role="img" aria-label="{}: {} of {}">'
        '<rect class="pb-share__whole" width="100" height="6"/>'
        '<rect class="pb-share__part" width="{:.2f}" height="6"/></svg>'
    ).format(label, part, whole, width)


#: The keys of a target that bound a number, below and above.
_BELOW, _ABOVE = ("ge", "gt"), ("le", "lt")


def bounds(target: object) -> tuple[float | None, float | None] | None:
    """What a target allows, if it bounds a number: at least, at most."""
    if _is_number(target):
        return float(target), float(target)  # type: ignore[arg-type]
    if not isinstance(target, Mapping):
        return None
    between = target.get("between") or (None, None)
    low = next((target[key] for key in _BELOW if key in target), target.get("equals", between[0]))
    high = next((target[key] for key in _ABOVE if key in target), target.get("equals", between[1]))
    low, high = (float(one) if _is_number(one) else None for one in (low, high))
    return None if low is None and high is None else (low, high)


def against(value: object, target: object, label: str) -> Markup:
    """A measured value on a line, with the part of it that the target allows; nothing where either is no number."""
    allowed = bounds(target)
    if not _is_number(value) or allowed is None:
        return Markup("")
    seen = float(value)  # type: ignore[arg-type]
    low, high = allowed
    least = min(0.0, seen, *(one for one in allowed if one is not None))
    most = max(0.0, seen, *(one for one in allowed if one is not None)) * 1.25 or 1.0

    def at(one: float) -> float:
        return 100 * (one - least) / (most - least)

    start, end = at(least if low is None else low), at(most if high is None else high)
    ok = (low is None or seen >= low) and (high is None or seen <= high)
    return Markup(
        '<svg class="pb-against pb-{}" width="100" height="8" viewBox="0 0 100 8" preserveAspectRatio="none" '
        'role="img" aria-label="{}">'
        '<rect class="pb-against__line" y="3" width="100" height="2"/>'
        '<rect class="pb-against__allowed" x="{:.2f}" y="2" width="{:.2f}" height="4"/>'
        '<rect class="pb-against__value" x="{:.2f}" width="1" height="8"/></svg>'
    ).format("pass" if ok else "fail", label, start, max(end - start, 0.6), min(at(seen), 99.0))


def trend(points: Sequence[tuple[str, float]], label: str, target: object = None) -> Markup:
    """How a figure went, a point for each build, with what its target allows; nothing where there is no course yet."""
    if len(points) < 2:  # noqa: PLR2004 - a line has two ends
        return Markup("")
    values = [value for _, value in points]
    low, high = bounds(target) or (None, None)
    limits = [one for one in (low, high) if one is not None] or [0.0]
    least, most = min(*values, *limits), max(*values, *limits)
    room = (most - least) / 10 or 1.0
    least, most = (least - room, most + room) if target else (least, most + room)

    def at(one: float) -> float:
        return 23 - 22 * (one - least) / (most - least)

    step = 98 / (len(values) - 1)
    line = " ".join(f"{1 + step * place:.2f},{at(value):.2f}" for place, value in enumerate(values))
    top, bottom = at(most if high is None else high), at(least if low is None else low)
    band = Markup('<rect class="pb-trend__allowed" y="{:.2f}" width="100" height="{:.2f}"/>')
    return Markup(
        '<svg class="pb-trend" width="100" height="24" viewBox="0 0 100 24" preserveAspectRatio="none" '
        'role="img" aria-label="{}">{}'
        '<polyline class="pb-trend__line" points="{}"/><path class="pb-trend__last" d="M99 {:.2f}h0"/></svg>'
    ).format(
        _course(points, label),
        band.format(top, max(bottom - top, 0.4)) if low is not None or high is not None else "",
        line,
        at(values[-1]),
    )


def _course(points: Sequence[tuple[str, float]], label: str) -> str:
    """The same in words."""
    values = [value for _, value in points]
    first, least, most, last = (words.number(one) for one in (values[0], min(values), max(values), values[-1]))
    began, ended = words.when(points[0][0]), words.when(points[-1][0])
    return (
        f"{label}, {len(points)} builds from {began} to {ended}: first {first}, least {least}, most {most}, last {last}"
    )


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)

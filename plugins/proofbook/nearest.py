"""The name somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable

#: Less alike than this, and a hint misleads more often than it helps.
ALIKE = 0.7
#: In a word as short as this one letter weighs more.
SHORT, ALIKE_SHORT = 4, 0.65
#: A part of a name shorter than this says nothing.
TELLING = 3


def nearest(wrong: str, known: Iterable[str]) -> str:
    """The known name nearest to a wrong one, upper and lower case alike; empty if none is near."""
    from difflib import get_close_matches  # only what is wrong waits for it

    names = list(dict.fromkeys(known))
    folded = {name.casefold(): name for name in reversed(names)}
    low = wrong.casefold()
    cutoff = ALIKE if len(low) > SHORT else ALIKE_SHORT
    near = get_close_matches(low, folded, n=1, cutoff=cutoff) or _same_letters(low, folded) or _part_of(low, folded)
    return folded[near[0]] if near else ""


def _same_letters(wrong: str, known: Iterable[str]) -> list[str]:
    return [name for name in known if len(name) >= TELLING and sorted(name) == sorted(wrong)]


def _part_of(wrong: str, known: Iterable[str]) -> list[str]:
    """The one name that the wrong one begins or ends; none if there are several."""
    found = [name for name in known if len(wrong) >= TELLING and (name.startswith(wrong) or name.endswith(wrong))]
    return found if len(found) == 1 else []


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """`did you mean …?` with the nearest known name, or nothing if none is near."""
    near = nearest(wrong, known)
    return f"did you mean `{near}`?" if near else ""


def listed(names: Iterable[str], limit: int = 12) -> str:
    """Names for a message, cut where there are many."""
    every = list(names)
    shown = ", ".join(every[:limit])
    return f"{shown} and {len(every) - limit} more" if len(every) > limit else shown

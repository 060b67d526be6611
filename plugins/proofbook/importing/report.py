"""What an import did, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from proofbook.importing.files import Brought

WORDS = ("mapped", "guessed", "left")


def report(every: Sequence[Brought]) -> str:
    """A block for each file, the refused ones last, and the sums."""
    done = [one for one in every if not one.refused]
    refused = [one for one in every if one.refused]
    lines = [line for one in done for line in _told(one)]
    lines += [f"refused {one.file}: {one.refused}" for one in refused]
    sums = ", ".join(f"{sum(len(one.of(how)) for one in done)} {how}" for how in WORDS)
    return "\n".join([*lines, f"{len(done)} imported ({sums}), {len(refused)} refused", ""])


def _told(one: Brought) -> Iterator[str]:
    yield f"{one.file} → {one.target}"
    for how in WORDS:
        yield from (f"  {how:7} {what}" for what in one.of(how))

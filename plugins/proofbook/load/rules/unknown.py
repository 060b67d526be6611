"""A name that nothing defines, said the same way everywhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from proofbook.load.source import Found, Source, Sources
from proofbook.model.place import NodePath
from proofbook.nearest import did_you_mean, listed


def unknown(
    sources: Sources,
    source: Source,
    named: Iterable[tuple[NodePath, str]],
    known: Collection[str],
    noun: str,
    advice: str = "",
) -> Found:
    """A problem for each name of something (`noun`) that is neither known nor perhaps in a broken file."""
    for path, name in named:
        if sources.lacks(name, known):
            names = list(known)
            hint = did_you_mean(name, names) or advice or ("" if names else f"no {noun} is defined yet")
            expected = f"one of {listed(names, 6)}" if names else ""
            yield source.problem(path, f"there is no {noun} `{name}`", expected=expected, advice=hint)

"""Links that were published: a committed list, and every one of them must still lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from proofbook.model.library import Library
from proofbook.model.place import Place, Problem
from proofbook.model.published import names
from proofbook.nearest import did_you_mean

#: Beside `mkdocs.yml`; `proofbook links` writes it.
FILE = "links.lock"


def published(root: Path) -> list[tuple[int, str]]:
    """The names of the list with their lines; none where there is no list."""
    path = root / FILE
    lines = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
    return [(at, line.strip()) for at, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]


def dead_links(root: Path, library: Library) -> Iterator[Problem]:
    """What was published and leads nowhere now, with the alias that would keep it alive.

    Lessons and steps of a document that is gone are gone with it: they live as soon as it does.
    """
    known = names(library)
    alive = {*known, *(alias for aliases in known.values() for alias in aliases)}
    listed = published(root)
    gone = {name for _, name in listed} - alive
    for line, name in listed:
        if name in gone and name.rpartition("/")[0] not in gone:
            yield Problem(
                Place(FILE, line, 1),
                f"the published link r/{name}/ leads nowhere any more",
                expected="a document, lesson or step of this id, or one that was called so",
                advice=_advice(name, known),
            )


def _advice(name: str, known: dict[str, tuple[str, ...]]) -> str:
    document, _, part = name.rpartition("/")
    alive = document in {one.partition("/")[0] for one in (*known, *(old for every in known.values() for old in every))}
    alias = f"add `aliases: [{part if alive or not document else document}]` to what it is called now"
    if document and not alive:
        near = did_you_mean(document, [one for one in known if "/" not in one])
        return f"{alias}; {near}" if near else f"{alias}, or take the line out if it was withdrawn on purpose"
    near = did_you_mean(name, [one for one in known if one.rpartition("/")[0] == document] or known)
    return f"{alias}; {near}" if near else f"{alias}, or take the line out if it was withdrawn on purpose"

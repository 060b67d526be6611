"""Markdown files to files of runbooks, and a report of what became of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from proofbook.importing.links import ENDINGS, Leading, relinked
from proofbook.importing.naming import Names, identifier
from proofbook.importing.page import Page, read_page
from proofbook.importing.runbook import Known, Notes, made_of, procedural
from proofbook.importing.synonyms import Synonyms, part_of
from proofbook.importing.writing import written

#: So many lost links of a page are named.
NAMED = 5


class Brought(Struct, frozen=True, kw_only=True):
    """What became of a file: where its runbook stands and what was mapped, guessed and left, or why it was refused."""

    file: str
    target: str = ""
    refused: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    #: How many of its links lead to files that the site has not.
    lost: int = 0

    def of(self, how: str) -> tuple[str, ...]:
        """What was mapped, guessed or left."""
        return tuple(what for said, what in self.notes if said == how)


class Places(Struct, frozen=True):
    """Where runbooks are written, and where the site's own pages stand."""

    out: Path
    docs: Path


class Made(Struct, frozen=True, kw_only=True):
    """A runbook before it is written: links may lead to pages that come later."""

    base: Path
    path: Path
    target: Path
    document: dict[str, Any]
    notes: Notes


class Refusal(Exception):
    """Why a file is no runbook."""


def bring(
    paths: tuple[Path, ...], places: Places, synonyms: Synonyms, known: Known, taken: frozenset[str], *, every: bool
) -> Iterator[Brought]:
    """Import files, and the Markdown files below folders; no file that is there is touched.

    `taken` are ids that the site has; with `every`, pages too that look like no runbook.
    """
    out, docs = places.out, places.docs.resolve()
    made = list(_made(paths, out, synonyms, known, taken, every=every))
    pages = {str(one.path.resolve()): str(one.document["id"]) for one in made if isinstance(one, Made)}
    for one in made:
        if isinstance(one, Brought):
            yield one
            continue
        leading = Leading(one.path, pages, docs)
        document = relinked(one.document, leading)
        if document != one.document:
            one.notes("mapped", "links to pages that were imported too, or to files of the site: they lead there")
        lost = list(dict.fromkeys(leading.lost))
        if lost:
            one.notes("left", _lost(lost))
        _write(one.target, written(document, source=one.path.relative_to(one.base).as_posix()))
        yield Brought(file=str(one.path), target=str(one.target), notes=tuple(one.notes.every), lost=len(lost))


def _lost(links: list[str]) -> str:
    named = ", ".join(links[:NAMED]) + (f" and {len(links) - NAMED} more" if len(links) > NAMED else "")
    return f"links to what the site has not: {named}"


def _made(
    paths: tuple[Path, ...], out: Path, synonyms: Synonyms, known: Known, taken: frozenset[str], *, every: bool
) -> Iterator[Made | Brought]:
    ids = Names(taken)
    for base, path in _files(paths):
        notes = Notes()
        folder = out / path.parent.relative_to(base)
        try:
            name, page = _read(path)
            _refuse(name, page, folder, synonyms, every=every)
            document = made_of(page, name, ids, path.parent.name, synonyms, known, notes)
        except Refusal as refusal:
            yield Brought(file=str(path), refused=str(refusal))
            continue
        # A name that is taken stays with what has it; the file is called as the runbook is.
        target = folder / f"{document['id']}.yml"
        yield Made(base=base, path=path, target=target, document=document, notes=notes)


def _files(paths: tuple[Path, ...]) -> Iterator[tuple[Path, Path]]:
    for path in paths:
        if path.is_dir():
            found = (one for one in sorted(path.rglob("*")) if one.is_file() and one.name.endswith(ENDINGS))
            yield from ((path, one) for one in found)
        else:
            yield path.parent, path


def _read(path: Path) -> tuple[str, Page]:
    ending = next((ending for ending in ENDINGS if path.name.endswith(ending)), "")
    if not ending:
        raise Refusal(f"not Markdown: the name ends with none of {', '.join(ENDINGS)}")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Refusal("not UTF-8") from None
    if any(not (char.isprintable() or char in "\n\t\r") and ord(char) < ord(" ") for char in text):
        raise Refusal("it holds control characters, as Markdown does not")
    # `${{` of a page refers to nothing of ours.
    return path.name.removesuffix(ending), read_page(text.replace("${{", "$ {{"))


def _refuse(name: str, page: Page, folder: Path, synonyms: Synonyms, *, every: bool) -> None:
    if (folder / f"{identifier(name)}.yml").exists():
        raise Refusal(f"{folder / identifier(name)}.yml is there already; remove it to import the page again")
    known = any(part_of(section.heading, synonyms) for section in page.sections)
    if not (
        every or known or any(procedural(section.text) for section in (*page.sections, page.title or page.sections[0]))
    ):
        raise Refusal("no runbook: no command, no numbered list, no section that is known")


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")

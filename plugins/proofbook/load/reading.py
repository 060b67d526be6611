"""One file to a document, or to everything that is wrong with it by itself."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from proofbook.load.convert import to_record
from proofbook.load.explain import Finding, findings
from proofbook.load.salvage import salvaged
from proofbook.load.source import Source
from proofbook.matchers import show
from proofbook.model.library import Document
from proofbook.model.place import Place, Problem
from proofbook.nearest import did_you_mean, listed, nearest
from proofbook.schema import KIND_NAMES, document_schema
from proofbook.yaml_bytes import MAX_BYTES
from proofbook.yaml_nodes import start
from proofbook.yaml_text import Parsed, parse_yaml

#: Files whose reading is remembered: more than a site has, and an end to what a long `serve` keeps.
KEPT = 4096

_WORD = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?")


@dataclass(frozen=True)
class FileRead:
    """What came of a file: its document, or the right part of a wrong one, and its problems.

    `names` are those that a wrong file may define, `hushed` the places of which rules, who see only
    its right part, cannot be believed.
    """

    source: Source | None
    problems: tuple[Problem, ...] = ()
    names: frozenset[str] = frozenset()
    hushed: frozenset[Place] = frozenset()


def read_document(path: Path, file: str, homes: tuple[Path, ...]) -> FileRead:
    """Read a file that must lie in one of its homes, links followed, unless there are none."""
    data, fault = _bytes(path, homes)
    if fault:
        return FileRead(None, (Problem(Place(file), f"cannot be read: {fault}", advice="remove or mend it"),))
    return document_of(data, file)


@lru_cache(maxsize=KEPT)
def document_of(data: bytes, file: str) -> FileRead:
    """What the bytes of a file say; where a site is served, a file that did not change is not read again."""
    parsed = parse_yaml(data, file)
    if parsed.data is None and parsed.problems:
        return FileRead(None, tuple(parsed.problems), frozenset(_WORD.findall(parsed.text)))
    if wrong := _wrong_kind(parsed):
        return FileRead(None, tuple(wrong), frozenset(_defined(parsed.data)))
    schema = document_schema(parsed.data["kind"])
    faulty = {problem.place for problem in parsed.problems}
    found = [one for one in findings(parsed, schema) if one.problem.place not in faulty]
    found = [one for one in found if not parsed.refuses(one.node)]
    problems = {*parsed.problems, *(one.problem for one in found)}
    problems |= set(_blanks(parsed, {problem.place for problem in problems}))
    if not found and not parsed.problems:
        return FileRead(_source(parsed), tuple(problems))
    return _partly(parsed, schema, found, problems)


def _partly(parsed: Parsed, schema: dict[str, Any], found: list[Finding], problems: Iterable[Problem]) -> FileRead:
    """What is right of a document, so that rules can say what else is wrong with it."""
    rest, hushed = salvaged(parsed, schema, found)
    names = frozenset(_defined(parsed.data))
    return FileRead(_source(rest) if rest else None, tuple(problems), names, hushed)


def _source(parsed: Parsed) -> Source:
    return Source(parsed, Document(parsed.file, to_record(parsed.data), parsed.place))


def _bytes(path: Path, homes: tuple[Path, ...]) -> tuple[bytes, str]:
    """The file's bytes, never more than may be read, and why there are none."""
    if path.is_symlink() and homes and not _inside(path, homes):
        return b"", "it is a link that leads out of the project"
    try:
        # Nothing may hold this up: opening a pipe would wait for somebody to write to it.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as opened:  # noqa: PTH123 - only `open` takes a descriptor
            mode = os.fstat(opened.fileno()).st_mode
            return (opened.read(MAX_BYTES + 1), "") if stat.S_ISREG(mode) else (b"", "it is no regular file")
    except IsADirectoryError:
        return b"", "it is a directory"
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return b"", f"it is a link to {path.readlink()}: {reason}" if path.is_symlink() else reason


def _inside(path: Path, homes: tuple[Path, ...]) -> bool:
    real = Path(os.path.realpath(path))
    return any(real.is_relative_to(home) for home in homes)


def _wrong_kind(parsed: Parsed) -> list[Problem]:
    kinds = f"`kind:` with one of {listed(KIND_NAMES)}"
    if parsed.data is None:
        return [parsed.problem(Place(parsed.file, 1, 1), "the file is empty", expected="a document with " + kinds)]
    if not isinstance(parsed.data, dict):
        return [parsed.at((), "not a map of keys to values", expected="a document with " + kinds)]
    kind = parsed.data.get("kind")
    if kind in KIND_NAMES:
        return []
    if kind is None and not parsed.problems:
        meant = [key for key in parsed.data if len(key) > len("id") and nearest(key, ["kind"])][:1]
        advice, width = ("did you mean `kind`?", len(str(meant[0]))) if meant else ("", 1)
        return [
            parsed.at(
                tuple(meant),
                "the document does not say what it is",
                key=bool(meant),
                width=width,
                expected=kinds,
                advice=advice,
            )
        ]
    hint = did_you_mean(str(kind), KIND_NAMES)
    wrong = parsed.at(("kind",), f"unknown kind {show(kind)}", expected=f"one of {listed(KIND_NAMES)}", advice=hint)
    return [*parsed.problems, *([wrong] if kind is not None else [])]


def _blanks(parsed: Parsed, known: set[Place]) -> Iterator[Problem]:
    """Values that nobody wrote, where the schema takes `null`: it must be meant."""
    for name, key, node in parsed.blanks:
        place, of_key = (Place(parsed.file, *start(one)) for one in (node, key))
        if not {place, of_key} & known:
            what = f"`{name}` has no value" if name else "an entry of a list has no value"
            yield parsed.problem(place, what, advice="fill it in, remove it, or write `null` if nothing is meant")


def _defined(data: Any) -> Iterator[str]:
    """Every name that a document may define: its keys, its ids and its aliases."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            if key in {"id", "aliases", "ports"}:
                yield from (str(one) for one in (value if isinstance(value, list) else [value]))
            yield from _defined(value)
    elif isinstance(data, list):
        for value in data:
            yield from _defined(value)

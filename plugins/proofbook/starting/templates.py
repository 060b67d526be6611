"""The files that come with the package, and how their marks are filled in.

A mark is `⟦NAME⟧`; with quotes inside of it, `⟦"NAME"⟧`, it becomes a text of YAML. A line whose mark has
no value is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from msgspec import Struct

ENDING = ".template"
_ROOT = files("proofbook.starting")


class Written(Struct, frozen=True):
    """A file, and whether it was made; one that was there already is as it was."""

    path: Path
    made: bool


def templates(folder: str) -> Iterator[tuple[PurePosixPath, str]]:
    """Every file of a folder by its path in a site, with its text. `dot-x` is `.x`."""
    yield from sorted(_below(_ROOT / folder, PurePosixPath()))


def template(path: str) -> str:
    """The text of one file."""
    return (_ROOT / path).read_text(encoding="utf-8")


def _below(folder: Traversable, at: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
    for one in folder.iterdir():
        name = one.name.removesuffix(ENDING)
        path = at / (f".{name.removeprefix('dot-')}" if name.startswith("dot-") else name)
        if one.is_dir():
            yield from _below(one, path)
        else:
            yield path, one.read_text(encoding="utf-8")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its marks filled in."""
    absent = [name for name, value in values.items() if not value]
    lines = (line for line in text.splitlines(keepends=True) if not any(_marked(name, line) for name in absent))
    text = "".join(lines)
    for name, value in values.items():
        text = text.replace(f'⟦"{name}"⟧', json.dumps(value, ensure_ascii=False)).replace(f"⟦{name}⟧", value)
    return text


def _marked(name: str, line: str) -> bool:
    return f"⟦{name}⟧" in line or f'⟦"{name}"⟧' in line


def write_new(path: Path, text: str) -> Written:
    """Write a file, unless something is there.

    Raises:
        OSError: its folder cannot be made or written to.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)
    except FileExistsError:
        return Written(path, made=False)
    except OSError:
        if path.is_file() and path.stat().st_size < len(text.encode()):
            path.unlink()  # an empty document would break the site
        raise
    return Written(path, made=True)

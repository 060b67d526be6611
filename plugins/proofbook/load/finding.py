"""Which files are documents: all below the site's folder of runbooks, and those named by hand."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from proofbook.errors import Usage

ENDINGS = {".yml", ".yaml"}


def documents_below(folder: Path, homes: tuple[Path, ...] = ()) -> list[Path]:
    """Every YAML file below a folder that is not hidden, in the order of names.

    What cannot be looked into, what only has the name of a document, and a linked folder that leads out of its
    homes, is among them: reading it says what is wrong, where leaving it out would leave its checks out without a word.
    """
    found: list[Path] = []
    entered: set[str] = set()
    walk = os.walk(folder, onerror=lambda error: found.append(Path(error.filename)), followlinks=True)
    for name, folders, files in walk:
        here = Path(name)
        entered.add(os.path.realpath(here))
        found += [here / one for one in (*files, *folders) if _is_document(one)]
        found += [here / one for one in folders if not _at_home(here / one, homes) and not one.startswith(".")]
        folders[:] = [one for one in folders if _at_home(here / one, homes)]
        folders[:] = [one for one in folders if _enters(here / one, entered)]
    return sorted(found)


def _at_home(folder: Path, homes: tuple[Path, ...]) -> bool:
    return not homes or not folder.is_symlink() or any(folder.resolve().is_relative_to(home) for home in homes)


def _is_document(name: str) -> bool:
    return not name.startswith(".") and Path(name).suffix.lower() in ENDINGS


def _enters(folder: Path, entered: set[str]) -> bool:
    hidden = folder.name.startswith(".")
    return not hidden and not _is_document(folder.name) and os.path.realpath(folder) not in entered


def named_documents(paths: Iterable[Path]) -> list[Path]:
    """The documents that paths stand for: a file for itself whatever its ending, a folder for those below it.

    Raises:
        Usage: a path is not there.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise Usage(f"there is no {path}")
        whole = Path(os.path.abspath(path))  # noqa: PTH100 - a link keeps its own name
        found += documents_below(whole) if path.is_dir() and not _is_document(path.name) else [whole]
    return found


def each_once(paths: Iterable[Path]) -> list[Path]:
    """The paths in their order, without those that lead to a file that another has led to."""
    return sorted({os.path.realpath(path): path for path in sorted(paths, reverse=True)}.values())


def shown_name(path: Path, root: Path) -> str:
    """How a file is called in messages: from the site's folder if it lies there."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return str(path)

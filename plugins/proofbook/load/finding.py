"""Which files are documents: all below the site's folder of runbooks, and those named by hand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from proofbook.errors import Usage

ENDINGS = {".yml", ".yaml"}


def documents_below(folder: Path) -> list[Path]:
    """Every YAML file below a folder that is not hidden, in the order of names."""
    return sorted(path for path in folder.rglob("*") if path.suffix in ENDINGS and not _hidden(path, folder))


def named_documents(paths: Iterable[Path]) -> set[Path]:
    """The documents that paths stand for: a file for itself whatever its ending, a folder for those below it.

    Raises:
        Usage: a path is not there.
    """
    found: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise Usage(f"there is no {path}")
        found |= (
            set(documents_below(path.resolve())) if path.is_dir() and path.suffix not in ENDINGS else {path.resolve()}
        )
    return found


def shown_name(path: Path, root: Path) -> str:
    """How a file is called in messages: from the site's folder if it lies there."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)

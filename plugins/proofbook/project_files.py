"""Files of the project by a pattern."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

MOST = 10_000


def files_matching(root: Path, pattern: str) -> tuple[str, ...]:
    """Files inside the project, by their paths from its root, in the order of names; never those of git.

    Raises:
        ValueError: the pattern makes no sense, leads out of the project or matches too many files.
    """
    if pattern.startswith("/") or ".." in pattern.split("/"):
        raise ValueError(f"the pattern {pattern!r} leads out of the project")
    # Alone at the end, `**` means folders only to pathlib, until Python 3.13.
    pattern = f"{pattern}/*" if pattern.endswith("**") else pattern
    found = [path for path in islice(root.glob(pattern), MOST + 1) if _ours(path, root)]
    if len(found) > MOST:
        raise ValueError(f"the pattern {pattern!r} matches more than {MOST} files")
    return tuple(sorted(path.relative_to(root).as_posix() for path in found))


def _ours(path: Path, root: Path) -> bool:
    return path.is_file() and path.resolve().is_relative_to(root) and ".git" not in path.relative_to(root).parts

"""What git keeps: files as they stand at a revision, and the commit that brought a line."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from proofbook.errors import Usage
from proofbook.model.results import ItemResult
from proofbook.run.processes import child_environ

#: Hooks and fsmonitor of a hostile checkout are programs; neither may run here.
HARMLESS = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-optional-locks", "--no-pager")
TIMEOUT_S = 30.0


class Commit(Struct, frozen=True):
    """A commit, by its hash; `signed` is git's own word for its signature."""

    id: str
    author: str
    signed: bool


def files_at(root: Path, revision: str, folder: str) -> dict[str, bytes]:
    """Every file below a folder of the site as it stands at a revision, by its path in the site.

    Raises:
        Usage: there is no such revision, or no git.
    """
    return {name: _content(root, revision, name) for name in blobs_at(root, revision, folder)}


def blobs_at(root: Path, revision: str, folder: str = ".") -> dict[str, str]:
    """Git's own hash of every file below a folder as it stands at a revision, by its path in the site.

    Raises:
        Usage: there is no such revision, or no git.
    """
    # What begins with a dash would be an option of git.
    named = not revision.startswith("-")
    rows = _git(root, "ls-tree", "-r", "-z", f"{revision}^{{commit}}", "--", folder) if named else None
    if rows is None:
        raise Usage(f"git knows no revision {revision!r} here: fetch it, as in `git fetch origin main`")
    cut = (row.partition("\t") for row in rows.decode("utf-8", "surrogateescape").split("\0") if row)
    return {name: told.rpartition(" ")[2] for told, _, name in cut}


def brought(root: Path, file: str, line: int) -> Commit | None:
    """The commit that brought a line of a file; None if it is not committed, or there is no git."""
    told = _git(root, "blame", "--porcelain", "-L", f"{line},{line}", "--", file)
    if not told:
        return None
    commit = told.split(b" ", 1)[0].decode()
    if not commit.strip("0"):
        return None
    shown = (_git(root, "log", "-1", "--format=%G?%n%an", commit) or b"").decode(errors="replace").splitlines()
    return Commit(commit, shown[1], shown[0] in {"G", "U"}) if len(shown) > 1 else None


def _content(root: Path, revision: str, name: str) -> bytes:
    return _git(root, "show", f"{revision}:./{name}") or b""


def _git(root: Path, *arguments: str) -> bytes | None:
    try:
        done = subprocess.run(  # noqa: S603 - an argv of our own, no shell
            ("git", *HARMLESS, *arguments),  # noqa: S607 - whichever git the operator has
            cwd=root,
            env=child_environ({}),
            capture_output=True,
            check=False,
            timeout=TIMEOUT_S,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def with_commits(items: Iterable[ItemResult], root: Path) -> Iterator[ItemResult]:
    """The items, each signed one with the commit that brought its signature: a typed name is no proof."""
    for item in items:
        commit = brought(root, item.signed_at.file, item.signed_at.line) if item.signed_at else None
        yield replace(item, commit=commit.id, commit_signed=commit.signed) if commit else item

"""What `proofbook new` has made, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from proofbook.starting.templates import Written


def site_text(folder: Path, written: Sequence[Written]) -> str:
    """Every file with what became of it, then the next steps."""
    return "\n".join(_lines(folder, written)) + "\n"


def _lines(folder: Path, written: Sequence[Written]) -> Iterator[str]:
    for one in written:
        yield f"{'made' if one.made else 'kept, as it was'}  {one.path}"
    kept = {one.path.relative_to(folder).as_posix() for one in written if not one.made}
    if "mkdocs.yml" in kept:
        yield "\nmkdocs.yml was there: add `- proofbook` to its `plugins:`, with `allow: {python: true}` for checks/"
    yield "\nNext:"
    yield from (f"  cd {folder}",) if folder.resolve() != Path.cwd() else ()
    yield "  proofbook validate"
    yield "  mkdocs build        # or mkdocs serve, while you write"
    yield "  proofbook decide ready-for-launch"

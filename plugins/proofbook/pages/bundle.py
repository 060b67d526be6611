"""Our own stylesheets and scripts, as they are put beside the pages: one of each, which is quicker than many."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "assets"
#: Where they stand among the docs.
BASE = "assets/proofbook"
#: Used by pages that are not made of Markdown.
_ALONE = {"lead.js"}


def bundle() -> dict[str, bytes]:
    """Every file by its address."""
    alone = {f"{BASE}/{name}": (_FOLDER / name).read_bytes() for name in sorted(_ALONE)}
    joined = {_address(suffix): b"\n".join(path.read_bytes() for path in _parts(suffix)) for suffix in (".css", ".js")}
    return joined | alone


def addresses(suffix: str) -> list[str]:
    """The addresses of all files of one kind, as `.css`, that a page loads."""
    return [_address(suffix)]


def _address(suffix: str) -> str:
    return f"{BASE}/proofbook{suffix}"


def _parts(suffix: str) -> list[Path]:
    return [path for path in sorted(_FOLDER.glob(f"*{suffix}")) if path.name not in _ALONE]

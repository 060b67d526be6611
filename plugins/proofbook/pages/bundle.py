"""Our own stylesheets and scripts, as they are put beside the pages."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "assets"
#: Where they stand among the docs.
BASE = "assets/proofbook"
#: Used by pages that are not made of Markdown.
_ALONE = {"lead.js"}


def bundle() -> dict[str, bytes]:
    """Every file by its address."""
    return {f"{BASE}/{path.name}": path.read_bytes() for path in sorted(_FOLDER.iterdir()) if path.is_file()}


def addresses(suffix: str) -> list[str]:
    """The addresses of all files of one kind, as `.css`, in the order in which pages load them."""
    return [f"{BASE}/{path.name}" for path in sorted(_FOLDER.glob(f"*{suffix}")) if path.name not in _ALONE]

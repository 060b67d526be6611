"""A built site as one archive that works from a disk: links name files, search needs no server, pages say when."""

from __future__ import annotations

import io
import json
import posixpath
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from html import escape
from pathlib import Path

from proofbook.model.addresses import slug
from proofbook.pages.links import OFFLINE
from proofbook.pages.words import when

#: What only a server, or another site, has a use for.
_LEFT_OUT = re.compile(r"404\.html|sitemap\.xml.*|.*\.map|objects\.inv|proofbook/schemas/.*|search/search_index\.json")
_TAG = re.compile(r"<(?:a|link|area|meta)\b[^>]*>")
_ADDRESS = re.compile(r"""(\bhref=["']?|content="0; url=)([^"'>\s]*)""")
_INDEX = "search/search_index.json"
#: Only the archive has it: a site has no use for it.
_SHIM = "assets/proofbook/offline.js"
_SCRIPT = Path(__file__).parent / "pages/templates/offline.js"
#: Half of the time for a few percent more bytes.
_LEVEL = 4


def put_offline_copy(folder: Path, started: str, name: str) -> None:
    """Write the archive in its place, where the site has one.

    Raises:
        OSError: a file cannot be read, or the archive not be written.
    """
    place = folder / OFFLINE
    if place.is_file():
        place.write_bytes(_archived(folder, started, name))


def _archived(folder: Path, started: str, name: str) -> bytes:
    """The archive of a site's folder: the same bytes from the same site; `started` is when its marks were made."""
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    made = datetime.fromisoformat(started).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for uri, content in _contents(files, started):
            entry = zipfile.ZipInfo(f"{slug(name) or 'site'}/{uri}", made)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, _LEVEL)
    return out.getvalue()


def _contents(files: dict[str, Path], started: str) -> Iterator[tuple[str, bytes]]:
    for uri, path in files.items():
        if uri == OFFLINE or any(part.startswith(".") for part in uri.split("/")) or _LEFT_OUT.fullmatch(uri):
            continue
        yield uri, _page(path.read_text("utf-8"), uri, files, started) if uri.endswith(".html") else path.read_bytes()
    if _INDEX in files:
        yield _SHIM, _SCRIPT.read_bytes()
    if _INDEX in files and (script := _INDEX.removesuffix("on")) not in files:
        yield script, _search(files[_INDEX].read_text("utf-8"), files)


def _page(text: str, uri: str, files: dict[str, Path], started: str) -> bytes:
    here = posixpath.dirname(uri)

    def address(found: re.Match[str]) -> str:
        return found[1] + _named(found[2], here, files)

    text = _TAG.sub(lambda tag: _ADDRESS.sub(address, tag[0]), text)
    if _INDEX in files:
        shim = escape(posixpath.relpath(_SHIM, here or "."))
        text = text.replace("</head>", f'<script src="{shim}"></script></head>', 1)
    note = f'<p class="pb-notice">Offline copy: what was seen until {when(started)}.</p>'
    return re.sub(r"<article\b[^>]*>", lambda tag: tag[0] + note, text, count=1).encode()


def _named(address: str, here: str, files: dict[str, Path]) -> str:
    """A folder's address with the file in it; others as they are. The archive is not in itself."""
    path, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", address, re.DOTALL).groups()  # type: ignore[union-attr]
    if not path or path.startswith("/") or ":" in path:
        return address
    there = posixpath.normpath(posixpath.join(here, path))
    if there == OFFLINE:
        return "#"
    inside = posixpath.normpath(posixpath.join(there, "index.html"))
    return f"{posixpath.join(path, 'index.html')}{mark}{rest}" if inside in files and there not in files else address


def _search(text: str, files: dict[str, Path]) -> bytes:
    """The search index as a script, which a page may load from a disk."""
    index = json.loads(text)
    for one in index.get("docs", ()):
        path, mark, anchor = one["location"].partition("#")
        one["location"] = _named(path or "./", "", files).removeprefix("./") + mark + anchor
    return f"var __index = {json.dumps(index, separators=(',', ':'))}\n".encode()

"""A built site as one archive that works from a disk: links name files, search needs no server, pages say when."""

from __future__ import annotations

import io
import json
import os
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
_ADDRESS = re.compile(r"""(<(?:a|link|area|meta)\b[^>]*?(?:\bhref=["']?|content="0; url=))([^"'>\s]*)""")
_PATH = re.compile(r"[^?#]*")
_PAGE = "index.html"
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
    site = _Site(folder)
    made = datetime.fromisoformat(started).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for uri, content in _contents(site, started):
            entry = zipfile.ZipInfo(f"{slug(name) or 'site'}/{uri}", made)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, _LEVEL)
    return out.getvalue()


class _Site:
    """A built site: its files by their address, in order, and the addresses of its folders that have a page."""

    def __init__(self, folder: Path) -> None:
        every = ((Path(where), name) for where, _, names in os.walk(folder) for name in names)
        found = {(where / name).relative_to(folder).as_posix(): where / name for where, name in every}
        self.files = dict(sorted(found.items()))
        self.folders = {posixpath.dirname(uri) or "." for uri in found if posixpath.basename(uri) == _PAGE}
        self.folders -= found.keys()


def _contents(site: _Site, started: str) -> Iterator[tuple[str, bytes]]:
    for uri, path in site.files.items():
        if uri == OFFLINE or any(part.startswith(".") for part in uri.split("/")) or _LEFT_OUT.fullmatch(uri):
            continue
        yield uri, _page(path.read_text("utf-8"), uri, site, started) if uri.endswith(".html") else path.read_bytes()
    if _INDEX in site.files:
        yield _SHIM, _SCRIPT.read_bytes()
    if _INDEX in site.files and (script := _INDEX.removesuffix("on")) not in site.files:
        yield script, _search(site.files[_INDEX].read_text("utf-8"), site)


def _page(text: str, uri: str, site: _Site, started: str) -> bytes:
    here = posixpath.dirname(uri)

    def address(found: re.Match[str]) -> str:
        return found[1] + _named(found[2], here, site)

    text = _ADDRESS.sub(address, text)
    if _INDEX in site.files:
        shim = escape(posixpath.relpath(_SHIM, here or "."))
        text = text.replace("</head>", f'<script src="{shim}"></script></head>', 1)
    note = f'<p class="pb-notice">Offline copy: what was seen until {when(started)}.</p>'
    return re.sub(r"<article\b[^>]*>", lambda tag: tag[0] + note, text, count=1).encode()


def _named(address: str, here: str, site: _Site) -> str:
    """A folder's address with the file in it; others as they are. The archive is not in itself."""
    if address[:1] in {"", "#", "?", "/"}:
        return address
    path = _PATH.match(address)[0]  # type: ignore[index]  # it matches anything
    if ":" in path:
        return address
    there = posixpath.normpath(f"{here}/{path}" if here else path)
    if there == OFFLINE:
        return "#"
    if there not in site.folders:
        return address
    return f"{path}{'' if path.endswith('/') else '/'}{_PAGE}{address[len(path) :]}"


def _search(text: str, site: _Site) -> bytes:
    """The search index as a script, which a page may load from a disk."""
    index = json.loads(text)
    for one in index.get("docs", ()):
        path, mark, anchor = one["location"].partition("#")
        one["location"] = _named(path or "./", "", site).removeprefix("./") + mark + anchor
    return f"var __index = {json.dumps(index, separators=(',', ':'))}\n".encode()

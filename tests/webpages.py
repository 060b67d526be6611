"""A built site read as a browser would: parse errors, links and anchors that lead nowhere, duplicate ids."""

from __future__ import annotations

import posixpath
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib

#: What the theme's own templates do, in every page.
THEME = {"unexpected-end-tag", "eof-in-table"}


class Links(HTMLParser):
    """Addresses and ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.addresses += [given[name] for name in ("href", "src") if name in given]
        self.ids += [given["id"]] if "id" in given else []
        self.inline += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]


def pages(folder: Path) -> dict[str, str]:
    """Every page of a site by its path."""
    return {path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*.html"))}


def dead_links(folder: Path) -> list[str]:
    """Every internal address or anchor that leads nowhere."""
    read = {name: Links(text) for name, text in pages(folder).items()}
    return sorted(
        f"{name}: {address}"
        for name, page in read.items()
        for address in set(page.addresses)
        if not _leads(name, address, folder, read)
    )


def _leads(name: str, address: str, folder: Path, read: dict[str, Links]) -> bool:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or parts.path.startswith("/"):  # outside, or of 404.html
        return True
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
    target = folder / path
    if target.is_dir():
        target, path = target / "index.html", posixpath.normpath(f"{path}/index.html")
    if not target.is_file():
        return False
    return not parts.fragment or path not in read or unquote(parts.fragment) in {*read[path].ids, "__skip", "__toc"}


def duplicate_ids(text: str) -> list[str]:
    """Ids that a page has more than once."""
    return [name for name, amount in Counter(Links(text).ids).items() if amount > 1]


def parse_errors(text: str) -> list[str]:
    """What the HTML standard calls a parse error, with its line."""
    parser = html5lib.HTMLParser()
    parser.parse(text)
    return [f"{line}: {code} {about}" for (line, _), code, about in parser.errors]

"""What other machines read and other sites link to: badges, an inventory, an index, addresses that stay."""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from html import escape

import msgspec

from proofbook.model.status import Status
from proofbook.pages import words
from proofbook.pages.bundle import BASE
from proofbook.pages.entries import Entry
from proofbook.pages.linksheet import link_sheet

#: What the address of a page is on the site, by its path among the docs.
Address = Callable[[str], str]

#: Colours with enough contrast under white letters, by tint.
_COLOURS = {"pass": "#1a7f37", "fail": "#b3261e", "warn": "#7a4f00", "signed": "#0b57d0", "muted": "#57606a"}
#: What is named with its document, as `document/part`.
_PARTS = ("lesson", "step")
_BADGED = ("runbook", "checklist", "requirements", "objectives", "drill")
#: Average width of a letter of Verdana at 11 px, and the space around words.
_LETTER, _SPACE = 6.6, 12


def badges(entries: Iterable[Entry]) -> dict[str, bytes]:
    """For documents and drills, a badge as SVG, and as what shields.io calls an endpoint."""
    files: dict[str, bytes] = {}
    for one in entries:
        if one.kind in _BADGED and one.status:
            files[f"proofbook/badges/{one.id}.svg"] = _badge(one.title, one.text, one.status).encode()
            files[f"proofbook/badges/{one.id}.json"] = _json(_endpoint(one, one.status))
    return files


def _endpoint(one: Entry, status: Status) -> dict[str, object]:
    colour = _COLOURS[words.tint(status)].removeprefix("#")
    return {"schemaVersion": 1, "label": one.title, "message": one.text, "color": colour, "isError": colour == "b3261e"}


def _badge(label: str, message: str, status: Status) -> str:
    left, right = (round(len(text) * _LETTER + _SPACE) for text in (label, message))
    label, message, colour = escape(label), escape(message), _COLOURS[words.tint(status)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" '
        f'aria-label="{label}: {message}"><title>{label}: {message}</title>'
        f'<rect width="{left + right}" height="20" rx="3" fill="#3d444d"/>'
        f'<path d="M{left} 0h{right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H{left}z" fill="{colour}"/>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">'
        f'<text x="{left / 2:g}" y="14" textLength="{left - _SPACE}">{label}</text>'
        f'<text x="{left + right / 2:g}" y="14" textLength="{right - _SPACE}">{message}</text></g></svg>\n'
    )


def permanent(entries: Iterable[Entry], address: Address, base: str = "") -> dict[str, bytes]:
    """The index, and a page at `r/ID/` for each id and each former id, that leads to where it stands now.

    `base` is the site's own address, for QR codes.
    """
    every, where = list(entries), cache(address)
    files = {"proofbook/index.json": _json([_indexed(one, where) for one in every])}
    here_of = {name: address(f"r/{name}.md") for name, _ in _names(every)}
    files |= link_sheet(every, base, here_of)
    for name, one in _names(every):
        here = here_of[name]
        target = _relative(here, where(one.page), one.anchor)
        script = _relative(here, f"{BASE}/lead.js")
        files[here + "index.html" if here.endswith("/") else here] = _lead(one, target, script).encode()
    return files


def _names(entries: list[Entry]) -> Iterator[tuple[str, Entry]]:
    """Ids, those of lessons and steps with their document's, and former ids that nothing else has."""
    taken = {one.id for one in entries}
    yield from (
        (one.id, one) for one in entries if one.kind in _PARTS or (one.kind != "requirement" and "/" not in one.id)
    )
    yield from ((alias, one) for one in entries for alias in one.aliases if alias not in taken)


def _lead(one: Entry, target: str, script: str) -> str:
    """Leads on without a script, too; the script keeps what follows `#` and `?`."""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(one.title)}</title>'
        f'<link rel="canonical" href="{escape(target)}"><meta name="robots" content="noindex">'
        f'<script src="{escape(script)}"></script><meta http-equiv="refresh" content="0; url={escape(target)}"></head>'
        f'<body><p><a href="{escape(target)}">{escape(one.title)}</a></p></body></html>\n'
    )


def _relative(here: str, there: str, anchor: str = "") -> str:
    path, _, fragment = there.partition("#")
    folder = here if here.endswith("/") else posixpath.dirname(here)
    found = posixpath.relpath(path or ".", folder or ".") + ("/" if path.endswith("/") or not path else "")
    mark = anchor or fragment
    return f"{found}#{mark}" if mark else found


def _indexed(one: Entry, address: Address) -> dict[str, object]:
    where = address(one.page) + (f"#{one.anchor}" if one.anchor else "")
    return {"id": one.id, "kind": one.kind, "title": one.title, "status": one.status, "url": where}


def inventory_items(entries: Iterable[Entry], address: Address) -> Iterator[tuple[str, str, str, str, str]]:
    """Name, domain, role, address and title of each, as Sphinx' inventories hold them."""
    for one in entries:
        title = " ".join(one.title.split())
        yield one.id.replace(" ", "-"), "proofbook", one.kind, str(_indexed(one, address)["url"]), title


def inventory(items: Iterable[tuple[str, str, str, str, str]], project: str) -> bytes:
    """An `objects.inv` of version 2."""
    head = f"# Sphinx inventory version 2\n# Project: {' '.join(project.split())}\n# Version: \n"
    lines = "".join(f"{name} {domain}:{role} 1 {uri} {title}\n" for name, domain, role, uri, title in sorted(items))
    return (head + "# The remainder of this file is compressed using zlib.\n").encode() + zlib.compress(
        lines.encode(), 9
    )


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"

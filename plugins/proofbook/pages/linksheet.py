"""A sheet of the links that stay, with QR codes, to be printed or shown in a room."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from html import escape

from proofbook.pages.entries import Entry

#: Kinds on the sheet, in its order, with their headings.
_KINDS = {"course": "Courses", "lesson": "Lessons", "runbook": "Runbooks", "step": "Steps"}
HERE = "r/sheet.html"


def link_sheet(entries: Iterable[Entry], base: str, address: dict[str, str]) -> dict[str, bytes]:
    """The sheet and its codes, where there is a course.

    `base` is the address of the site, without which there is nothing to encode.
    `address` is where each short link stands, from the site's root.
    """
    every = [one for one in entries if one.kind in _KINDS and one.id in address]
    if not any(one.kind == "course" for one in every):
        return {}
    files = {HERE: _sheet(every, base, address).encode()}
    if base:
        files |= {_code(one): _svg(_whole(base, address[one.id])) for one in every}
    return files


def _whole(base: str, uri: str) -> str:
    return f"{base.rstrip('/')}/{uri}"


def _code(one: Entry) -> str:
    return f"r/qr/{one.id.replace('/', '--')}.svg"


@cache
def _svg(text: str) -> bytes:
    """The same bytes for the same text, on every machine."""
    import segno

    out = io.BytesIO()
    segno.make(text, micro=False, error="m").save(out, kind="svg", scale=4, border=4, light="#fff", xmldecl=False)
    return out.getvalue()


def _sheet(entries: list[Entry], base: str, address: dict[str, str]) -> str:
    said = "" if base else "<p>There are no QR codes: <code>site_url</code> is not set in mkdocs.yml.</p>"
    body = "".join(_section(kind, title, entries, base, address) for kind, title in _KINDS.items())
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Links that stay</title>'
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        '<meta name="robots" content="noindex"></head>'
        "<body><main><h1>Links that stay</h1>"
        f"<p>They lead where a thing stands now, whatever it is called by then.</p>{said}{body}</main></body></html>\n"
    )


def _section(kind: str, title: str, entries: list[Entry], base: str, address: dict[str, str]) -> str:
    rows = [_row(one, base, address[one.id]) for one in entries if one.kind == kind]
    return f"<h2>{title}</h2><ul>{''.join(rows)}</ul>" if rows else ""


def _row(one: Entry, base: str, uri: str) -> str:
    title, link = escape(one.title), escape(uri.removeprefix("r/"))
    shown = escape(_whole(base, uri) if base else uri)
    code = escape(_code(one).removeprefix("r/"))
    image = f'<img src="{code}" alt="QR code of {shown}" width="120" height="120"><br>' if base else ""
    return f'<li>{image}{title}<br><a href="{link}">{shown}</a></li>'

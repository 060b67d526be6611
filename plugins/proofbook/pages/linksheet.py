"""A sheet of the links that stay, with QR codes, to be printed or shown in a room."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from proofbook.pages.entries import Entry
from proofbook.pages.rendering import page

#: Kinds on the sheet, in its order, with their headings.
_KINDS = {"course": "Courses", "lesson": "Lessons", "runbook": "Runbooks", "step": "Steps"}
HERE = "r/sheet.html"


class Row(Struct, frozen=True):
    """A thing on the sheet: its name, where its link leads from the sheet, how that reads, and its QR code."""

    title: str
    link: str
    shown: str
    code: str


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
    of_kinds = [(title, [one for one in entries if one.kind == kind]) for kind, title in _KINDS.items()]
    sections = [(title, [_row(one, base, address[one.id]) for one in some]) for title, some in of_kinds if some]
    return page("linksheet", {"sections": sections, "coded": bool(base)})


def _row(one: Entry, base: str, uri: str) -> Row:
    return Row(
        title=one.title,
        link=uri.removeprefix("r/"),
        shown=_whole(base, uri) if base else uri,
        code=_code(one).removeprefix("r/"),
    )

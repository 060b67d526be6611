"""A checklist as CSV and as Markdown, to be taken elsewhere: to a meeting, a ticket, a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from proofbook.disarming import visible
from proofbook.model.checklist import Checklist, Item
from proofbook.pages import words
from proofbook.pages.site import Seen

_HEAD = ("section", "id", "item", "level", "status", "grade", "owner", "reason", "signed by", "valid until", "covers")


def sheet_addresses(checklist: str) -> tuple[str, str]:
    """Where the CSV and the Markdown of a checklist stand. A page's suffix would make a page of the second."""
    return f"proofbook/checklists/{checklist}.csv", f"proofbook/checklists/{checklist}.md.txt"


def sheets(checklist: Checklist, seen: Seen) -> dict[str, bytes]:
    """Both files by their address."""
    table, text = sheet_addresses(checklist.id)
    return {table: _csv(checklist, seen).encode(), text: _markdown(checklist, seen).encode()}


def _csv(checklist: Checklist, seen: Seen) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    writer.writerow(_HEAD)
    for section in checklist.sections:
        for item in section.items:
            writer.writerow(_inert(cell) for cell in (section.title, *_cells(item, seen)))
    return out.getvalue()


def _cells(item: Item, seen: Seen) -> Iterator[str]:
    result = seen.items[item.id]
    owner = seen.owner(result.owner)
    yield from (item.id, item.title, str(item.level), words.item_label(result), str(result.grade or ""))
    yield from (owner.name if owner else "", result.reason, result.signed_by, result.valid_until or "")
    yield ", ".join(item.covers)


def _inert(cell: str) -> str:
    """A spreadsheet takes what starts like a formula for one."""
    shown = visible(cell)
    return f"'{shown}" if shown[:1] in tuple("=+-@") else shown


def _markdown(checklist: Checklist, seen: Seen) -> str:
    decision = seen.decision(checklist)
    lines = [f"# {_flat(checklist.title)}: {'GO' if decision.go else 'NO-GO'}", ""]
    lines += [f"As of {words.when(seen.report.started)}, profile {seen.report.profile}.", ""]
    for section in checklist.sections:
        lines += [f"## {_flat(section.title)}", ""]
        lines += [_line(item, seen) for item in section.items]
        lines.append("")
    return "\n".join(lines)


def _line(item: Item, seen: Seen) -> str:
    result = seen.items[item.id]
    owner = seen.owner(result.owner)
    said = [words.item_label(result), owner.name if owner else "", result.reason]
    mark = "x" if words.proved(result) else " "
    return f"- [{mark}] {_flat(item.title)} ({'; '.join(_flat(one) for one in said if one)})"


def _flat(text: str) -> str:
    return " ".join(visible(text).split())

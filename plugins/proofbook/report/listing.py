"""What a site contains, one line a document."""

from __future__ import annotations

from proofbook.disarming import one_line
from proofbook.model.library import Library
from proofbook.model.walk import placed_checks


def library_text(library: Library) -> str:
    """Kind, id, title, how many checks and the file of every document."""
    rows = [
        (
            str(one.body.__struct_config__.tag),
            one.body.id,
            _checks(len(list(placed_checks(one)))),
            one.file,
            one_line(one.body.title),
        )
        for one in library.documents
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    return "".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]) + "\n"
        for row in sorted(rows)
    )


def _checks(amount: int) -> str:
    return f"{amount} check{'s' if amount != 1 else ''}" if amount else "-"

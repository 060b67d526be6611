"""Where something stands in a file, and what is wrong there."""

from __future__ import annotations

from msgspec import Struct

#: Keys and indexes that lead from a document's root to one of its nodes.
NodePath = tuple[str | int, ...]


class Place(Struct, frozen=True, order=True):
    """A position in a file; line and column count from 1. Line 0 stands for the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Problem(Struct, frozen=True, order=True):
    """One fault in the input, told so that its author can mend it without the documentation.

    `message` says what is wrong with which value, `expected` what would be right, `advice` what
    to do next, `excerpt` is the line of the file and `width` how many of its characters to mark.
    """

    place: Place
    message: str
    expected: str = ""
    advice: str = ""
    excerpt: str = ""
    width: int = 1
    see: Place | None = None

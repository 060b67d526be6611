"""Where the parser gave up, and what is said of the mistake behind it."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct


class Fault(Struct, frozen=True):
    """Where the mistake is, line and column counted from 0, and what to say of it."""

    line: int
    column: int
    message: str
    expected: str = ""
    advice: str = ""
    width: int = 1


class Trouble(Struct, frozen=True):
    """Where libyaml gave up (`line`, `column`), and where what it was reading began (`since`)."""

    lines: list[str]
    line: int
    column: int
    since: tuple[int, int]

    @property
    def text(self) -> str:
        """The line itself."""
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def indent(self) -> int:
        """How many spaces it begins with."""
        return len(self.text) - len(self.text.lstrip(" "))

    @property
    def above(self) -> int:
        """The line before, empty ones and comments left out; -1 if there is none."""
        every = range(self.line - 1, -1, -1)
        return next((at for at in every if self.lines[at].strip() and not self.lines[at].lstrip().startswith("#")), -1)

    def here(self, message: str, **more: Any) -> Fault:
        """A fault where libyaml gave up."""
        return Fault(self.line, self.column, message, **more)


def quoted(value: str) -> str:
    """A value in quotes, its comment left out."""
    value = re.sub(r"\s+#.*", "", value.rstrip()).strip("\u201c\u201d\u201e")
    return f'"{value}"' if '"' not in value and "\\" not in value else "'" + value.replace("'", "''") + "'"

"""Problems as text, as a modern compiler prints them: place, fault, the line, what to do.

Names and values come from files that somebody else may have written, so nothing of them can act in
a terminal or a log: no escape, no line of its own, no character that reorders the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import combining, east_asian_width

from proofbook.disarming import one_line
from proofbook.model.place import Problem

#: What Azure and TeamCity take for commands wherever it stands in a line.
_COMMAND = re.compile(r"##(?=\[|vso\[|teamcity\[)")
#: Characters shown of a long line, and of a long message.
LINE, MESSAGE = 100, 600


def problems_text(problems: Iterable[Problem]) -> str:
    """Every problem, in the order of files and lines, and how many there are."""
    every = sorted(problems)
    count = f"{len(every)} problem{'s' if len(every) != 1 else ''}"
    return "\n\n".join(["\n".join(_lines(problem)) for problem in every] + [count]) + "\n"


def _lines(problem: Problem) -> Iterator[str]:
    yield f"{_harmless(str(problem.place))}: {_harmless(problem.message)}"
    if problem.excerpt.strip():
        number = str(problem.place.line)
        excerpt, at, width = _window(problem.excerpt, problem.place.column - 1, problem.width)
        yield f"  {number} | {excerpt}"
        yield f"  {' ' * len(number)} | {' ' * _columns(excerpt[:at])}{'^' * _columns(excerpt[at : at + width], 1)}"
    if problem.expected:
        yield f"  expected: {_harmless(problem.expected)}"
    if problem.advice:
        yield f"  {_harmless(problem.advice)}"


def _harmless(text: str) -> str:
    """The text on one line, everything that does not print as an escape, cut where it gets long."""
    shown = "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
    return one_line(shown, MESSAGE)


def _window(line: str, at: int, width: int) -> tuple[str, int, int]:
    """The part of a long line around the fault, tabs and other controls made visible; where it stands there."""
    clean = "".join("→" if one == "\t" else one if one.isprintable() else "�" for one in line)
    clean = _COMMAND.sub("#♯", clean)
    start = max(0, at - LINE // 2) if len(clean) > LINE else 0
    end = start + LINE if len(clean) > LINE else len(clean)
    width = max(1, min(width, end - at))
    before, after = "…" if start else "", "…" if end < len(clean) else ""
    return before + clean[start:end] + after, at - start + len(before), width


def _columns(text: str, least: int = 0) -> int:
    """How many columns of a terminal a text takes: East Asian wide characters take two."""
    return max(least, sum(0 if combining(one) else 1 + (east_asian_width(one) in "WF") for one in text))

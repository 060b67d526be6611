"""Problems as text, as a modern compiler prints them: place, fault, the line, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from proofbook.model.place import Problem


def problems_text(problems: Iterable[Problem]) -> str:
    """Every problem, in the order of files and lines, and how many there are."""
    every = sorted(problems)
    count = f"{len(every)} problem{'s' if len(every) != 1 else ''}"
    return "\n\n".join(["\n".join(_lines(problem)) for problem in every] + [count]) + "\n"


def _lines(problem: Problem) -> Iterator[str]:
    yield f"{problem.place}: {problem.message}"
    if problem.excerpt.strip():
        number = str(problem.place.line)
        excerpt, at = _window(problem.excerpt, problem.place.column - 1)
        yield f"  {number} | {excerpt}"
        yield f"  {' ' * len(number)} | {' ' * at}{'^' * _width(problem, excerpt, at)}"
    if problem.expected:
        yield f"  expected: {problem.expected}"
    if problem.advice:
        yield f"  {problem.advice}"


def _window(line: str, at: int, width: int = 100) -> tuple[str, int]:
    """The part of a long line around the fault, tabs and other controls made visible."""
    clean = "".join(character if character.isprintable() else "�" for character in line)
    if len(clean) <= width:
        return clean, at
    start = max(0, at - width // 2)
    return clean[start : start + width], at - start


def _width(problem: Problem, excerpt: str, at: int) -> int:
    return max(1, min(problem.width, len(excerpt) - at))

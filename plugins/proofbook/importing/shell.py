"""What stands in a code block: commands, a transcript of commands and their output, or neither."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from msgspec import Struct

#: Languages under which people write commands; the content decides what is one.
LANGUAGES = frozenset({"bash", "sh", "shell", "zsh", "console", "shell-session", "shellsession"})
# `# ` alone is a comment far more often than root's prompt.
_PROMPT = re.compile(
    r"^\s*(?:\([^()\s]+\)\s*)?(?:[\w.-]+@[\w.-]+:[^\s$#]*[$#]|\[[^\]\n]+@[^\]\n]+\][$#]|sh-[\d.]+[$#]|\$)\s(?=\S)"
)
_HEREDOC = re.compile(r"<<-?\s*(['\"]?)(\w+)\1")


class Part(Struct, frozen=True):
    """Lines that are commands, or what commands printed."""

    commands: bool
    lines: tuple[str, ...]


def transcript(content: str) -> tuple[Part, ...]:
    """The parts of a transcript in order, prompts taken off; none if there is no prompt in it."""
    lines = content.removesuffix("\n").split("\n")
    if not any(map(_PROMPT.match, lines)):
        return ()
    parts: list[Part] = []
    for commands, some in _grouped(lines):
        if parts and parts[-1].commands == commands:
            parts[-1] = Part(commands, (*parts[-1].lines, *some))
        else:
            parts.append(Part(commands, some))
    return tuple(parts)


def _grouped(lines: list[str]) -> Iterator[tuple[bool, tuple[str, ...]]]:
    at = 0
    while at < len(lines):
        prompt = _PROMPT.match(lines[at])
        end = _end(lines, at) if prompt else at + 1
        first = lines[at][prompt.end() :] if prompt else lines[at]
        yield bool(prompt), (first, *lines[at + 1 : end])
        at = end


def _end(lines: list[str], at: int) -> int:
    """Where a command ends that begins on a line: backslashes, heredocs and open quotes go on."""
    end = at + 1
    while lines[end - 1].endswith("\\") and end < len(lines):
        end += 1
    heredoc = _HEREDOC.search(lines[end - 1])
    if heredoc:
        closing = (stop for stop in range(end, len(lines)) if lines[stop].strip() == heredoc[2])
        return next(closing, end - 1) + 1
    return _closed(lines, at, end)


def _closed(lines: list[str], at: int, end: int) -> int:
    """The end, or the line that closes a quote left open; an apostrophe that nothing closes is none."""
    for stop in range(end, len(lines) + 1):
        if stop > end and _PROMPT.match(lines[stop - 1]):
            break
        try:
            shlex.split("\n".join(lines[at:stop]))
        except ValueError:
            continue
        return stop
    return end

"""Code blocks of instructions: transcripts taken apart, placeholders made inputs, everything else as it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markdown_it.token import Token

from proofbook.importing.page import parsed
from proofbook.importing.shell import LANGUAGES, Part, commanded, transcript

Note = Callable[[str, str], None]
_PLACEHOLDER = re.compile(r"<([A-Za-z][A-Za-z0-9]*(?:[ _.-][A-Za-z0-9]+)*)>")
#: A shell does not fill in what stands between these.
QUOTE = "'"


def rewritten(text: str, inputs: dict[str, str], note: Note) -> str:
    """Instructions with their commands as an operator pastes them; `inputs` gets what is to be filled in."""
    lines = text.split("\n")
    for token in reversed([one for one in parsed(text)[0] if one.type == "fence"]):
        first, last = token.map or (0, 0)
        margin = lines[first].partition(token.markup)[0]
        parts = _parts(token, note)
        if not parts or margin.strip("> \t"):
            if parts:
                note("left", f"a transcript that begins on the line of its list item: {first_line(token.content)}")
            continue
        made = list(_blocks(parts, token.markup, inputs, note))
        if len(parts) == 1 and not transcript(token.content):
            made[0] = f"{token.markup}{token.info or 'sh'}"
        # The end of the list or quotation may end the block, without a line of its own.
        lines[first:last] = [f"{margin}{line}".rstrip() if not line else f"{margin}{line}" for line in made]
    return "\n".join(lines)


def first_line(content: str) -> str:
    """The first line of some code, for a message."""
    return next((line.strip() for line in content.splitlines() if line.strip()), "")[:80]


def _parts(fence: Token, note: Note) -> tuple[Part, ...]:
    words = fence.info.split()
    language = words[0].casefold() if words else ""
    found = transcript(fence.content) if language in LANGUAGES or not language else ()
    if found:
        note("mapped", f"a transcript: {first_line(fence.content)}")
    elif language in LANGUAGES:
        return (Part(True, tuple(fence.content.removesuffix("\n").split("\n"))),)
    elif not language and commanded(fence.content):
        note("guessed", f"a block without a language holds commands: {first_line(fence.content)}")
        return (Part(True, tuple(fence.content.removesuffix("\n").split("\n"))),)
    elif not language:
        note("guessed", f"a block without a language is kept as text: {first_line(fence.content)}")
    return found


def _blocks(parts: tuple[Part, ...], markup: str, inputs: dict[str, str], note: Note) -> Iterator[str]:
    for at, part in enumerate(parts):
        if at:
            yield ""
        if not part.commands and at:
            yield from ("It prints:", "")
        yield markup + ("sh" if part.commands else "text")
        yield from (_filled(line, inputs, note) for line in part.lines) if part.commands else part.lines
        yield markup


def _filled(line: str, inputs: dict[str, str], note: Note) -> str:
    def reference(match: re.Match[str]) -> str:
        if line.count(QUOTE, 0, match.start()) % 2:
            note("left", f"{match[0]} between single quotes, where a shell fills nothing in")
            return match[0]
        name = re.sub(r"[^a-z0-9]+", "_", match[1].casefold())
        if name not in inputs:
            inputs[name] = match[1]
            note("mapped", f"{match[0]} is the input `{name}`")
        return "${{ inputs." + name + " }}"

    return _PLACEHOLDER.sub(reference, line)

"""Code blocks of instructions: transcripts taken apart, placeholders made inputs, everything else as it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from textwrap import dedent

from markdown_it.token import Token

from proofbook.importing.page import parsed
from proofbook.importing.shell import LANGUAGES, OTHERS, Part, commanded, transcript

Note = Callable[[str, str], None]
_PLACEHOLDER = re.compile(r"<([A-Za-z][A-Za-z0-9]*(?:[ _.-][A-Za-z0-9]+)*)>")
#: A shell does not fill in what stands between these.
QUOTE = "'"


def rewritten(text: str, inputs: dict[str, str], note: Note) -> str:
    """Instructions with their commands as an operator pastes them; `inputs` gets what is to be filled in."""
    lines = text.split("\n")
    for token in reversed([one for one in parsed(text)[0] if holds_commands(one) or one.type == "fence"]):
        first, last = token.map or (0, 0)
        margin = _margin(lines[first], token)
        parts = _parts(token, note)
        if not parts or margin.strip("> \t"):
            if parts:
                note("left", f"a transcript that begins on the line of its list item: {first_line(token.content)}")
            continue
        markup = token.markup or _markup(token.content)
        made = list(_blocks(parts, markup, inputs, note))
        if len(parts) == 1 and not transcript(token.content):
            made[0] = f"{markup}{token.info or 'sh'}"
        # The end of the list or quotation may end the block, without a line of its own.
        lines[first:last] = [f"{margin}{line}".rstrip() if not line else f"{margin}{line}" for line in made]
    return "\n".join(lines)


def holds_commands(token: Token) -> bool:
    """Whether it is a block that an operator types: indented ones may as well be text that was set apart."""
    return token.type == "code_block" and bool(transcript(token.content) or commanded(token.content))


def _margin(line: str, token: Token) -> str:
    """What stands before a block on its first line: the indentation and the marks of what it is part of."""
    if token.type == "fence":
        return line.partition(token.markup)[0]
    return re.sub(r"(?:\t| {1,4})\Z", "", line.removesuffix(token.content.split("\n")[0]))


def _markup(content: str) -> str:
    """A fence longer than any in an indented block."""
    return "`" * max(3, 1 + max(map(len, re.findall("`+", content)), default=0))


def first_line(content: str) -> str:
    """The first line of some code, for a message."""
    return next((line.strip() for line in content.splitlines() if line.strip()), "")[:80]


def _parts(block: Token, note: Note) -> tuple[Part, ...]:
    words = block.info.split()
    language = words[0].casefold() if words else ""
    # In a list, who indents by eight columns indents more than the block asks for.
    content = block.content if block.markup else dedent(block.content)
    found = transcript(content) if language in LANGUAGES or not language else ()
    if found:
        note("mapped", f"a transcript: {first_line(content)}")
    elif language in LANGUAGES:
        return (Part(True, tuple(content.removesuffix("\n").split("\n"))),)
    elif not language and commanded(content):
        what = "a block without a language" if block.markup else "an indented block"
        note("guessed", f"{what} holds commands: {first_line(content)}")
        return (Part(True, tuple(content.removesuffix("\n").split("\n"))),)
    elif not language:
        note("guessed", f"a block without a language is kept as text: {first_line(content)}")
    elif language in OTHERS:
        note("left", f"a block of {language}, whose placeholders are no inputs: {first_line(content)}")
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

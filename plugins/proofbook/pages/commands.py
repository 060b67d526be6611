"""Commands as an operator can paste them: quoted for the shell, inputs as shell variables."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

#: Code in Markdown: a fenced block, or a span that no empty line breaks.
CODE = re.compile(
    r"^ *(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^ *(?P=fence)|(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\n).)+?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_REFERENCE = re.compile(r"\$\{\{\s*(?P<scope>[a-z]+)\.(?P<name>[A-Za-z0-9_.-]+)\s*\}\}")

#: Text of a command line, or an input with what stands in its place until it has a value.
Piece = str | tuple[str, str]


def shell(command: tuple[str, ...]) -> str:
    """The command line; `${{ inputs.release }}` becomes `"$release"`."""
    return unfilled(pieces(command))


def unfilled(line: list[Piece]) -> str:
    """A line as it reads before any input has a value."""
    return "".join(piece if isinstance(piece, str) else piece[1] for piece in line)


def pieces(command: tuple[str, ...]) -> list[Piece]:
    """The command line in pieces, so that the page can put quoted values where the inputs stand."""
    line: list[Piece] = []
    for at, part in enumerate(command):
        line += [*([" "] if at else []), *_word(part)]
    return joined(line)


def joined(line: list[Piece]) -> list[Piece]:
    """The same line with neighbouring texts made one."""
    made: list[Piece] = []
    for piece in line:
        if made and isinstance(piece, str) and isinstance(made[-1], str):
            made[-1] += piece
        else:
            made.append(piece)
    return made


def shell_name(name: str) -> str:
    """The shell variable of an input."""
    plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
    return f"_{plain}" if plain[:1].isdigit() else plain


def _word(part: str) -> Iterator[Piece]:
    if not _REFERENCE.search(part):
        yield shlex.quote(part)
        return
    at = 0
    for match in _REFERENCE.finditer(part):
        if match.start() > at:
            yield shlex.quote(part[at : match.start()])
        variable = f'"${{{shell_name(match["name"])}}}"'
        yield (match["name"], variable) if match["scope"] == "inputs" else variable
        at = match.end()
    if at < len(part):
        yield shlex.quote(part[at:])


def prose(text: str) -> str:
    """Instructions with references shown as the shell variables that the commands use, as code in any case."""
    pieces, at = [], 0
    for code in CODE.finditer(text):
        pieces += [_shown(text[at : code.start()], "`${}`"), _shown(code.group(), "${{{}}}")]
        at = code.end()
    return "".join([*pieces, _shown(text[at:], "`${}`")])


def _shown(text: str, style: str) -> str:
    return _REFERENCE.sub(lambda match: style.format(shell_name(match["name"])), text)


def fence(text: str, language: str = "sh") -> str:
    """A fenced block that nothing inside can close."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{language}\n{text}\n{ticks}"

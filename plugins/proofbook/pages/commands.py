"""Commands as an operator can paste them: quoted for the shell, inputs as shell variables."""

from __future__ import annotations

import re
import shlex

#: Code in Markdown: a fenced block, or a span that no empty line breaks.
CODE = re.compile(
    r"^ *(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^ *(?P=fence)|(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\n).)+?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_REFERENCE = re.compile(r"\$\{\{\s*[a-z]+\.([A-Za-z0-9_.-]+)\s*\}\}")


def shell(command: tuple[str, ...]) -> str:
    """The command line; `${{ inputs.release }}` becomes `"$release"`."""
    return " ".join(_word(part) for part in command)


def shell_name(name: str) -> str:
    """The shell variable of an input."""
    plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
    return f"_{plain}" if plain[:1].isdigit() else plain


def _word(part: str) -> str:
    if not _REFERENCE.search(part):
        return shlex.quote(part)
    pieces, at = [], 0
    for match in _REFERENCE.finditer(part):
        pieces.append(shlex.quote(part[at : match.start()]) if match.start() > at else "")
        pieces.append(f'"${{{shell_name(match.group(1))}}}"')
        at = match.end()
    pieces.append(shlex.quote(part[at:]) if at < len(part) else "")
    return "".join(pieces)


def prose(text: str) -> str:
    """Instructions with references shown as the shell variables that the commands use, as code in any case."""
    pieces, at = [], 0
    for code in CODE.finditer(text):
        pieces += [_shown(text[at : code.start()], "`${}`"), _shown(code.group(), "${{{}}}")]
        at = code.end()
    return "".join([*pieces, _shown(text[at:], "`${}`")])


def _shown(text: str, style: str) -> str:
    return _REFERENCE.sub(lambda match: style.format(shell_name(match.group(1))), text)


def fence(text: str, language: str = "sh") -> str:
    """A fenced block that nothing inside can close."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{language}\n{text}\n{ticks}"

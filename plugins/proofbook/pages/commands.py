"""Commands as an operator can paste them: quoted for the shell, inputs as shell variables."""

from __future__ import annotations

import re
import shlex

_REFERENCE = re.compile(r"\$\{\{\s*[a-z]+\.([A-Za-z0-9_.-]+)\s*\}\}")


def shell(command: tuple[str, ...]) -> str:
    """The command line; `${{ inputs.release }}` becomes `"$release"`."""
    return " ".join(_word(part) for part in command)


def shell_name(name: str) -> str:
    """The shell variable of an input."""
    return re.sub(r"\W", "_", name)


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
    """Instructions with references shown as the shell variables that the commands use."""
    return _REFERENCE.sub(lambda match: f"`${shell_name(match.group(1))}`", text)


def fence(text: str, language: str = "sh") -> str:
    """A fenced block that nothing inside can close."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{language}\n{text}\n{ticks}"

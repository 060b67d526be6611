"""Links among the pages of an import: they lead to the runbooks that were made of them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from proofbook.importing.page import parsed

#: How names of Markdown files end; what generators add comes off the name too.
ENDINGS = (".html.md.erb", ".md.erb", ".html.md", ".markdown", ".md")
_TARGET = re.compile(r"(\]\(<?|^\s*\[[^\]\n]+\]:\s*<?)([^()<>\s]+)", re.MULTILINE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[#/]", re.IGNORECASE)


def relinked(value: Any, path: Path, pages: Mapping[str, str]) -> Any:
    """A document with its links to imported pages led to their runbooks. `pages` are ids by the pages' real paths."""
    if isinstance(value, str):
        return _text(value, path, pages) if "](" in value or "]:" in value else value
    if isinstance(value, dict):
        return {key: relinked(one, path, pages) for key, one in value.items()}
    return [relinked(one, path, pages) for one in value] if isinstance(value, list) else value


def _text(text: str, path: Path, pages: Mapping[str, str]) -> str:
    lines = text.split("\n")
    code = [token.map or (0, 0) for token in parsed(text)[0] if token.type in {"fence", "code_block"}]
    inside = {line for first, last in code for line in range(first, last)}

    def led(match: re.Match[str]) -> str:
        href = match[2]
        found = "" if _ELSEWHERE.match(href) else next(_found(href, path, pages), "")
        return f"{match[1]}{found}.md" if found else match[0]

    return "\n".join(line if at in inside else _TARGET.sub(led, line) for at, line in enumerate(lines))


def _found(href: str, path: Path, pages: Mapping[str, str]) -> Iterator[str]:
    """The runbook of the page that a link leads to, as generators resolve it."""
    plain = os.path.normpath(path.parent.resolve() / re.split(r"[#?]", href)[0])
    stem = plain.removesuffix(".html")
    names = (plain, *(stem + ending for ending in ENDINGS), *(f"{plain}/{name}" for name in ("README.md", "index.md")))
    yield from (pages[name] for name in names if name in pages)

"""Links of imported pages: to the runbooks made beside, and to the files of the site that they led to before."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from msgspec import Struct, field

from proofbook.importing.page import parsed

#: How names of Markdown files end; what generators add comes off the name too.
ENDINGS = (".html.md.erb", ".md.erb", ".html.md", ".markdown", ".md")
# A footnote or a remark (`[note]: look first`) is no link definition: after its target that has a title at most.
_BEFORE = r"""(\]\(<?|^\s*\[(?!\^)[^\]\n]+\]:\s*<?(?=[^\s]+\s*(?:["'(].*)?$))"""
#: Hugo looks up the page of a shortcode by its path.
_SHORTCODE = r"""\{\{[<%]\s*(?:rel)?ref\s+["`]([^"`]+)["`]\s*[%>]\}\}"""
_TARGET = re.compile(rf"{_BEFORE}(?:{_SHORTCODE}|([^()<>\s]+))", re.MULTILINE)
#: The folder of the pages of runbooks.
RUNBOOKS = "runbooks"
_ROOTED = re.compile(r"/(?:[^/?#]+/[^?#]*[^/?#]|[^/?#]+\.html)")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[#/]", re.IGNORECASE)


class Leading(Struct, frozen=True):
    """Where links of a page at `path` lead: ids of imported pages by their real paths, and the site's own files.

    `lost` gathers those to files that the site has not.
    """

    path: Path
    pages: Mapping[str, str]
    docs: Path
    lost: list[str] = field(default_factory=list)

    def to(self, href: str) -> str:
        """The link as it stands on the page of the runbook; as it is where it leads to neither."""
        if _ELSEWHERE.match(href):
            # `/x` alone may be anything of that server; a path of pages is one.
            found = self._rooted(href) if _ROOTED.match(href) else ""
            return f"{found}.md" if found else href
        if found := next(self._imported(href), ""):
            return f"{found}.md"
        name, rest = re.fullmatch(r"([^#?]*)(.*)", href, re.DOTALL).groups()  # type: ignore[union-attr]  # takes all
        file = Path(os.path.normpath(self.path.parent.resolve() / unquote(name)))
        if not file.is_relative_to(self.docs) or not file.is_file():
            self.lost.append(href)
            return href
        return quote(os.path.relpath(file, self.docs / RUNBOOKS).replace(os.sep, "/")) + rest

    def shortcode(self, name: str) -> str | None:
        """Where Hugo's `ref` to a page leads; None where that page was not imported."""
        if found := next(self._imported(name.lstrip("/")), "") or self._rooted(name):
            return f"{found}.md"
        self.lost.append(name)
        return None

    def _imported(self, href: str) -> Iterator[str]:
        """The runbook of the page that a link leads to, as generators resolve it."""
        plain = os.path.normpath(self.path.parent.resolve() / re.split(r"[#?]", href)[0])
        stem = plain.removesuffix(".html")
        names = (plain, *(stem + one for one in ENDINGS), *(f"{plain}/{name}" for name in ("README.md", "index.md")))
        yield from (self.pages[name] for name in names if name in self.pages)

    def _rooted(self, href: str) -> str:
        """The runbook of the one page that a path from the root of the old site can mean; empty if there is not one."""
        wanted = re.split(r"[#?]", href)[0].strip("/.")
        end = f"/{_stem(wanted.removesuffix('.html'))}"
        found = {name for file, name in self.pages.items() if wanted and _stem(file).endswith(end)}
        return found.pop() if len(found) == 1 else ""


def _stem(file: str) -> str:
    return file.removesuffix(next((ending for ending in ENDINGS if file.endswith(ending)), ""))


def relinked(value: Any, leading: Leading) -> Any:
    """A document with its links led on: to runbooks where pages were imported, else to the site's files."""
    if isinstance(value, str):
        return _text(value, leading) if "](" in value or "]:" in value else value
    if isinstance(value, dict):
        return {key: relinked(one, leading) for key, one in value.items()}
    return [relinked(one, leading) for one in value] if isinstance(value, list) else value


def _text(text: str, leading: Leading) -> str:
    lines = text.split("\n")
    code = [token.map or (0, 0) for token in parsed(text)[0] if token.type in {"fence", "code_block"}]
    inside = {line for first, last in code for line in range(first, last)}

    def led(match: re.Match[str]) -> str:
        if match[2]:
            found = leading.shortcode(match[2])
            return match[1] + found if found else match[0]
        return match[1] + leading.to(match[3])

    return "\n".join(line if at in inside else _TARGET.sub(led, line) for at, line in enumerate(lines))

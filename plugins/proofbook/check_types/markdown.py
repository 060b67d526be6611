"""A Markdown page taken apart: front matter, headings with their ids, words, links. Nothing of it is rendered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from proofbook.yaml_text import parse_yaml

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?\r?\n)??(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
#: What `attr_list` takes from the end of a heading's text; code that ends in braces is none.
_ATTRIBUTES = re.compile(r"(?:^|\s+)\{:? *([^{}\n ][^{}\n]*)\}\s*$")
_OWN_ID = re.compile(r"(?:^|\s)#([\w.:-]+)")
_HTML_ID = re.compile(r"""\b(?:id|name)\s*=\s*["']?([\w.:-]+)""")
_TEXT = frozenset({"text", "code_inline"})
_SHOWN = _TEXT | {"softbreak", "hardbreak"}
_WORD = re.compile(r"\w[\w'’.-]*")


class Heading(Struct, frozen=True):
    """A heading with the id that MkDocs gives it, and the words below it, those below smaller headings too."""

    level: int
    text: str
    id: str
    words: int


class Outline(Struct, frozen=True, kw_only=True):
    """What a page holds. `fault` says why its front matter could not be read."""

    front_matter: dict[str, Any]
    fault: str
    headings: tuple[Heading, ...]
    ids: frozenset[str]
    words: int
    links: tuple[str, ...]

    @property
    def title(self) -> str:
        """As MkDocs has it: the front matter's, else the first heading if it is of the first level."""
        said = self.front_matter.get("title")
        first = self.headings[0] if self.headings else None
        return str(said) if said else first.text if first and first.level == 1 else ""


def outline(source: str) -> Outline:
    """Take a page apart. What is in fences is no text of it."""
    front, fault, body = front_matter(source.removeprefix("\ufeff"))
    tokens = _parser().parse(body)
    headings = _headings(tokens)
    html = "".join(token.content for token in _flat(tokens) if token.type in {"html_block", "html_inline"})
    return Outline(
        front_matter=front,
        fault=fault,
        headings=headings,
        ids=frozenset(one.id for one in headings) | frozenset(_HTML_ID.findall(html)),
        words=sum(map(_words, tokens)),
        links=tuple(
            str(token.attrs["href"]) for token in _flat(tokens) if token.type == "link_open" and token.attrs.get("href")
        ),
    )


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


def front_matter(source: str) -> tuple[dict[str, Any], str, str]:
    """The front matter of a page, why it could not be read, and the rest of the page."""
    found = _FRONT.match(source)
    if not found:
        return {}, "", source
    parsed = parse_yaml((found[1] or "").encode(), "front matter")
    body = source[found.end() :]
    if parsed.problems:
        first = parsed.problems[0]
        return {}, f"line {first.place.line + 1}: {first.message}", body
    return (parsed.data, "", body) if isinstance(parsed.data, dict) else ({}, "", body)


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _words(token: Token) -> int:
    if token.type != "inline":
        return 0
    parts = (child.content for child in token.children or () if child.type in _TEXT)
    return sum(len(_WORD.findall(_ATTRIBUTES.sub("", part))) for part in parts)


def _headings(tokens: list[Token]) -> tuple[Heading, ...]:
    """Headings by their level, and how many words follow before the next of the same or a higher one."""
    found: list[tuple[int, Token, int, int]] = []
    counted = 0
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            found.append((int(token.tag[1:]), tokens[at + 1], counted, counted + _words(tokens[at + 1])))
        counted += _words(token)
    ids, ends = _Ids(), _ends(found, counted)
    return tuple(
        Heading(level, _text(inline), ids.of(_text(inline), _own_id(inline)), ended - begun)
        for (level, inline, _, begun), ended in zip(found, ends, strict=True)
    )


def _ends(found: list[tuple[int, Token, int, int]], counted: int) -> list[int]:
    """How many words came before the next heading of the same or a higher level, of each heading."""
    next_of, ends = [counted] * 7, []
    for level, _, before, _ in reversed(found):
        ends.append(next_of[level])
        next_of[level:] = [before] * (7 - level)
    return ends[::-1]


def _text(inline: Token) -> str:
    shown = [child for child in inline.children or () if child.type in _SHOWN]
    parts = [child.content if child.type in _TEXT else " " for child in shown]
    if shown and shown[-1].type == "text":
        parts[-1] = _ATTRIBUTES.sub("", parts[-1])
    return "".join(parts).strip()


def _own_id(inline: Token) -> str:
    """The id that a heading gives itself in its attributes; empty if it leaves that to its text."""
    last = inline.children[-1] if inline.children else None
    found = _ATTRIBUTES.search(last.content) if last and last.type == "text" else None
    own = _OWN_ID.search(found[1]) if found else None
    return own[1] if own else ""


class _Ids:
    """Ids of headings as Python-Markdown's table of contents gives them."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}  # of each name the highest number that is taken

    def of(self, text: str, own: str) -> str:
        plain = own or slugify(text)
        number = self._last.get(plain, 0)
        found = f"{plain}_{number}" if number else plain
        while found in self._taken or not found:
            number += 1
            found = f"{plain}_{number}"
        self._last[plain] = number
        self._taken.add(found)
        return found


def slugify(text: str) -> str:
    """The id of a heading, as `markdown.extensions.toc.slugify` makes it."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())

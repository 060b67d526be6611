"""A Markdown page as lines and the blocks that stand on them; every line belongs to one section."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct

from proofbook.check_types.markdown import front_matter

PARSER = MarkdownIt("commonmark").enable("table")
_PLAIN = frozenset({"text", "code_inline", "softbreak"})
#: Sections begin at headings of this level, or at the highest there is.
SECTION = 2
#: Front matter as Hugo has it, beside that in YAML.
_TOML = re.compile(r"\A\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
#: A heading longer than this is no title.
LONGEST = 200


class Section(Struct, frozen=True):
    """A heading and what is below it, up to the next heading of its level. The first may have none.

    `heading` is its text, `kept` whether that is all of it: a link in a heading is more than its text.
    """

    heading: str
    kept: bool
    head: str
    text: str


class Page(Struct, frozen=True, kw_only=True):
    """A page taken apart; `references` are its link definitions, as Markdown.

    `language` is that of its front matter, YAML or TOML.
    """

    front: dict[str, Any]
    front_source: str
    language: str
    fault: str
    title: Section | None
    sections: tuple[Section, ...]
    references: dict[str, str]


def read_page(source: str) -> Page:
    """Take a page apart. Its first heading, if it is the only one of level 1 or begins the page, is its title."""
    source = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front, fault, body, language = _front(source)
    lines, (tokens, references) = body.split("\n"), parsed(body)
    headings = [(at, token) for at, token in enumerate(tokens) if token.type == "heading_open" and token.level == 0]
    titled = bool(headings) and headings[0][1].tag == "h1"
    rest = headings[1:] if titled else headings
    deepest = max(SECTION, min((int(token.tag[1]) for _, token in rest), default=SECTION))
    starts = [one for one in headings if int(one[1].tag[1]) <= deepest]
    cuts = [*(_lines(token)[0] for _, token in starts), len(lines)]
    first = Section("", kept=True, head="", text="\n".join(lines[: cuts[0]]))
    made = [_section(tokens, at, lines, end) for (at, _), end in zip(starts, cuts[1:], strict=True)]
    title = made.pop(0) if titled else None
    return Page(
        front=front, front_source=source[: len(source) - len(body)], language=language, fault=fault, title=title,
        sections=(first, *made), references=references,
    )  # fmt: skip


def _front(source: str) -> tuple[dict[str, Any], str, str, str]:
    """The front matter, why it could not be read, the rest of the page, and the language of the first."""
    found = _TOML.match(source)
    if not found:
        return *front_matter(source), "YAML"
    body = source[found.end() :]
    try:
        return tomllib.loads(found[1]), "", body, "TOML"
    except tomllib.TOMLDecodeError as error:
        return {}, str(error), body, "TOML"


def parsed(text: str) -> tuple[list[Token], dict[str, str]]:
    """The tokens of a text, and its link definitions by label."""
    env: dict[str, Any] = {}
    tokens = PARSER.parse(text, env)
    return tokens, {label: _definition(label, one) for label, one in env.get("references", {}).items()}


def blocks(tokens: list[Token]) -> Iterator[tuple[int, Token]]:
    """The blocks that stand at the top, with their index."""
    return ((at, token) for at, token in enumerate(tokens) if token.level == 0 and token.nesting >= 0 and token.map)


def plain(inline: Token) -> str:
    """The text of a line of Markdown."""
    children = inline.children or ()
    return " ".join("".join(one.content or " " for one in children if one.type in _PLAIN).split())


def children(inline: Token) -> set[str]:
    """What a line of Markdown consists of."""
    return {one.type for one in inline.children or ()}


def stands_whole(inline: Token) -> bool:
    """Whether the text of a line is all of it: no link, picture or HTML."""
    return children(inline) <= _PLAIN


def _lines(token: Token) -> tuple[int, int]:
    first, last = token.map or (0, 0)
    return first, last


def _section(tokens: list[Token], at: int, lines: list[str], end: int) -> Section:
    first, last = _lines(tokens[at])
    inline = tokens[at + 1]
    kept = stands_whole(inline) and len(inline.content) <= LONGEST
    return Section(plain(inline), kept, "\n".join(lines[first:last]), "\n".join(lines[last:end]))


def _definition(label: str, one: dict[str, Any]) -> str:
    title = ' "' + str(one["title"]).replace('"', '\\"') + '"' if one.get("title") else ""
    return f"[{label}]: <{one['href']}>{title}"

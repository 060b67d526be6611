"""The steps of a section: what its sub-headings, numbered items and code blocks tell apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from markdown_it.token import Token
from msgspec import Struct

from proofbook.importing.fences import holds_commands
from proofbook.importing.page import blocks, parsed, plain
from proofbook.importing.shell import transcript

#: Longer than this, a title is cut at a word.
LONGEST = 90

#: A line, the title of the step that begins there, and the width of its list marker.
Start = tuple[int, str, int]


class Cut(Struct, frozen=True):
    """A part of a section's text. Without a title it is what stands before the first step."""

    title: str
    text: str


def cuts(text: str, title: str) -> tuple[Cut, ...]:
    """The whole text, in order, cut where a step begins; one step with the section's title if nothing says where.

    A section with raw HTML is not cut: a tag may be closed far below.
    """
    tokens, _ = parsed(text)
    if any(token.type == "html_block" for token in tokens):
        return (Cut(title, text),)
    if headed := _headed(tokens):
        return tuple(part for cut in _at(text, headed, title) for part in _below(cut))
    return _at(text, _numbered(tokens) or _fenced(tokens), title)


def _below(cut: Cut) -> Iterator[Cut]:
    """A sub-heading with the numbered items below it; its own step is what stands before them."""
    for part in _at(cut.text, _numbered(parsed(cut.text)[0]), cut.title):
        yield part if part.title else Cut(cut.title, part.text)


def _at(text: str, starts: list[Start], title: str) -> tuple[Cut, ...]:
    if not starts:
        return (Cut(title, text),)
    lines = text.split("\n")
    edges = [line for line, _, _ in starts] + [len(lines)]
    made = [Cut("", "\n".join(lines[: edges[0]]))] if "".join(lines[: edges[0]]).strip() else []
    for (first, name, margin), (_, last) in zip(starts, pairwise(edges), strict=True):
        made.append(Cut(name or title, "\n".join(_dedented(lines[first:last], margin))))
    return tuple(made)


def shortened(text: str) -> str:
    """The first sentence of a text, cut at a word where it is long."""
    sentence = text.partition(". ")[0].strip().rstrip(":.,;")
    if len(sentence) <= LONGEST:
        return sentence
    return sentence[:LONGEST].rsplit(" ", 1)[0].rstrip(":.,;") + " …"


def named(inline: Token) -> str:
    """The first sentence; where that is long and its first line ends before a capital letter, that line."""
    name = shortened(plain(inline))
    first, _, rest = inline.content.partition("\n")
    return shortened(plain_text(first)) if name.endswith("…") and rest[:1].isupper() else name


def plain_text(line: str) -> str:
    """A line of Markdown without its marks."""
    return next((plain(token) for token in parsed(line)[0] if token.type == "inline"), line)


def _headed(tokens: list[Token]) -> list[Start]:
    """At sub-headings of the highest level there is; their lines stay in the text."""
    found = [(at, token) for at, token in blocks(tokens) if token.type == "heading_open"]
    highest = min((token.tag for _, token in found), default="")
    return [(_first(token), shortened(plain(tokens[at + 1])), 0) for at, token in found if token.tag == highest]


def _numbered(tokens: list[Token]) -> list[Start]:
    """At the items of numbered lists."""
    found: list[Start] = []
    ordered = False
    for at, token in enumerate(tokens):
        if token.level == 0 and token.type == "ordered_list_open":
            ordered = True
        elif token.level == 0 and token.type == "ordered_list_close":
            ordered = False
        elif ordered and token.level == 1 and token.type == "list_item_open":
            inline = tokens[at + 2] if tokens[at + 1].type == "paragraph_open" else None
            name = named(inline) if inline else ""
            found.append((_first(token), name, len(token.info) + len(token.markup)))
    return found


def _fenced(tokens: list[Token]) -> list[Start]:
    """At the text that leads to a code block, or at the block where nothing does."""
    tops = [(at, token) for at, token in blocks(tokens) if token.type not in {"heading_open", "hr"}]
    found: list[Start] = []
    before: tuple[int, Token] | None = None
    for at, token in tops:
        if token.type == "fence" or holds_commands(token):
            lead = before if before and before[1].type == "paragraph_open" else None
            name = named(tokens[lead[0] + 1]) if lead else _commanded(token)
            found.append((_first(lead[1] if lead else token), name, 0))
        before = (at, token)
    return found


def _commanded(fence: Token) -> str:
    told = [part.lines[0] for part in transcript(fence.content) if part.commands]
    return shortened(next(iter([*told, *fence.content.split("\n")]), "")).strip()


def _first(token: Token) -> int:
    return (token.map or (0, 0))[0]


def _dedented(lines: list[str], marker: int) -> list[str]:
    """The lines of a list item without its number, its other lines less indented by as much."""
    if not marker:
        return lines
    outer = len(lines[0]) - len(lines[0].lstrip())
    rest = lines[0][outer + marker :]
    margin = outer + marker + max(1, len(rest) - len(rest.lstrip()) if rest.strip() else 1)
    margin = margin if margin - outer - marker <= 4 else outer + marker + 1  # noqa: PLR2004 - then it is code
    made, inside = [lines[0][margin:]], True
    for before, line in pairwise(lines):
        inside = inside and not (line.strip() and _indent(line) <= outer and not before.strip())
        made.append(line[min(margin, _indent(line)) :] if inside else line)
    return made


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))

"""Proof in pages that people write: `:proof[ID]` is a chip, `::proof[ID]` on a line of its own the evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from proofbook.model.checklist import Checklist
from proofbook.model.objectives import Objectives
from proofbook.model.place import Place, Problem
from proofbook.model.runbook import Runbook
from proofbook.model.status import Status
from proofbook.nearest import did_you_mean
from proofbook.pages import marks
from proofbook.pages.banners import banners
from proofbook.pages.checklist import checklist_view
from proofbook.pages.commands import CODE
from proofbook.pages.entries import Entry, entries
from proofbook.pages.objectives import objectives_view
from proofbook.pages.rendering import fragment
from proofbook.pages.site import Seen

#: In a line of text, and on a line of its own.
INLINE = r"(?<![\w:]):proof\[([^\]\n]+)\]"
BLOCK = r"^::proof\[([^\]\n]+)\][ \t]*$"
_EITHER = re.compile(rf"{INLINE}|{BLOCK}", re.MULTILINE)

#: The address of a page and an anchor in it, from the page that is being made.
Link = Callable[[str, str], str]


class Embed(Struct, frozen=True):
    """One use of an id in a page: where it begins and ends, and whether it stands alone."""

    id: str
    start: int
    end: int
    block: bool


def embeds(text: str) -> Iterator[Embed]:
    """Every use in a page's Markdown, outside of code."""
    if ":proof[" not in text:  # most pages have none, and to look for code takes its time
        return
    code = [match.span() for match in CODE.finditer(text)]
    for match in _EITHER.finditer(text):
        if not any(start <= match.start() < end for start, end in code):
            name = match.group(1) or match.group(2)
            yield Embed(name.strip(), match.start(), match.end(), match.group(1) is None)


class Proofs:
    """What a site can show of anything with an id, as HTML for other pages."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self.entries = entries(seen)
        self._folded = {one.id.casefold(): one for one in self.entries.values() if one.kind == "requirement"}
        self._folded |= {alias: one for one in self.entries.values() for alias in one.aliases}

    def find(self, name: str) -> Entry | None:
        """What has an id or had it once; requirements without case."""
        return self.entries.get(name) or self._folded.get(name.casefold())

    def problems(self, text: str, file: str) -> list[Problem]:
        """Every id in a page's source that nothing has."""
        return [self._unknown(one, text, file) for one in embeds(text) if not self.find(one.id)]

    def _unknown(self, one: Embed, text: str, file: str) -> Problem:
        line = text.count("\n", 0, one.start) + 1
        begin = text.rfind("\n", 0, one.start) + 1
        return Problem(
            Place(file, line, one.start - begin + 1),
            f"nothing is called {one.id!r}",
            expected="the id of a document, step (as `runbook/step`), check, item, drill, objective or requirement",
            advice=did_you_mean(one.id, self.entries),
            excerpt=text[begin:].split("\n", 1)[0],
            width=one.end - one.start,
        )

    def chip(self, name: str, link: Link) -> Markup:
        """The status of what has an id, leading to where it stands; what is unknown says so."""
        one = self.find(name)
        if one is None:
            return marks.chip(Status.ERROR, f"unknown: {name}")
        mark = marks.chip(one.status, one.text) if one.status else marks.tag(one.kind)
        return Markup('<a class="pb-link" href="{}" title="{}">{}</a>').format(
            link(one.page, one.anchor), one.title, mark
        )

    def block(self, name: str, link: Link) -> Markup:
        """What was seen of what has an id."""
        one = self.find(name)
        view: dict[str, Any] = {"one": one, "chip": self.chip(name, link), "link": link}
        view["href"] = one and link(one.page, one.anchor)
        if one:
            view |= self._shown(one)
        return fragment("embed", view, self._seen)

    def _shown(self, one: Entry) -> dict[str, Any]:
        body = self._seen.bodies.get(one.id)
        if isinstance(body, Checklist):
            return {"checklist": checklist_view(body, self._seen)}
        if isinstance(body, Objectives):
            return {"objectives": objectives_view(body, self._seen)}
        if isinstance(body, Runbook):
            return {"banners": banners(body, self._seen)}
        if one.kind == "step":
            return {"results": self._seen.of_part(one.id)}
        if one.kind == "item":
            item = self._seen.items[one.id]
            return {
                "item": item,
                "results": [self._seen.results[key] for key in item.proofs if key in self._seen.results],
            }
        return {"results": self._seen.of_drill(one.id) if one.kind == "drill" else self._seen.of_check(one.id)}


def expanded(text: str, proofs: Proofs, link: Link) -> str:
    """A page's Markdown with every use replaced by HTML, for generators that know nothing of ours."""
    pieces, at = [], 0
    for one in embeds(text):
        made = proofs.block(one.id, link) if one.block else proofs.chip(one.id, link)
        pieces += [text[at : one.start], str(made)]
        at = one.end
    return "".join([*pieces, text[at:]])

"""`:proof[ID]` and `::proof[ID]` as an extension of Python-Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor

from proofbook.pages.embedding import BLOCK, INLINE

#: HTML of an id; the second argument says whether it stands on a line of its own.
Show = Callable[[str, bool], str]


class ProofExtension(Extension):
    """Puts what `show` gives where a page names an id. Code is left alone."""

    def __init__(self, show: Show) -> None:
        super().__init__()
        self.show = show

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Python-Markdown calls
        """Before links and references (170), after code (190); blocks before paragraphs (10)."""
        md.inlinePatterns.register(_Inline(INLINE, md, self), "proofbook", 175)
        md.parser.blockprocessors.register(_Block(md, self), "proofbook", 75)


class _Inline(InlineProcessor):
    def __init__(self, pattern: str, md: Markdown, extension: ProofExtension) -> None:
        super().__init__(pattern, md)
        self._extension = extension

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        shown = self._extension.show(m.group(1).strip(), False)
        return self.md.htmlStash.store(shown), m.start(0), m.end(0)


class _Block(BlockProcessor):
    def __init__(self, md: Markdown, extension: ProofExtension) -> None:
        super().__init__(md.parser)
        self._md = md
        self._extension = extension

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002
        return re.search(BLOCK, block, re.MULTILINE) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        before, name, after = re.split(BLOCK, block, maxsplit=1, flags=re.MULTILINE)
        before, after = before.strip("\n"), after.strip("\n")
        if before:
            self.parser.parseBlocks(parent, [before])
        SubElement(parent, "p").text = self._md.htmlStash.store(self._extension.show(name.strip(), True))
        if after:
            blocks.insert(0, after)

"""Markdown pages taken apart: real ones, as they were taken apart by other means, and what MkDocs makes of them."""

import html
import json
import re
import time

import markdown
import pytest
from markdown.extensions import toc

from proofbook.check_types.markdown import outline, slugify
from tests.conftest import CORPUS, lacking

#: Inline marks that a heading's text does not have.
_MARKS = re.compile(r"`|\*\*|\[([^]]*)]\([^)]*\)|<[^>]+>")


def plain(text: str) -> str:
    """The text of a heading without its marks."""
    return " ".join(re.sub(r"[\[\]]", "", _MARKS.sub(r"\1", text)).split())


def test_headings_and_front_matter_of_real_pages() -> None:
    """Headings with their levels, and the keys of front matter, of 598 pages."""
    if not CORPUS.is_dir():
        lacking("corpus of pages beside the repository")
    hoped, found = {}, {}
    for line in (CORPUS / "expected/markdown_outline.jsonl").read_text().splitlines():
        one = json.loads(line)
        page = outline((CORPUS / one["file"]).read_text(errors="replace"))
        assert page.fault == ""
        hoped[one["file"]] = (
            sorted(one["front_matter_keys"] or []),
            [(level, plain(text)) for level, text, _ in one["headings"]],
        )
        found[one["file"]] = (sorted(page.front_matter), [(one.level, plain(one.text)) for one in page.headings])
    assert len(hoped) > 500
    assert hoped == found


def test_ids_are_those_that_the_site_has() -> None:
    """Headings of real runbooks have the ids that Python-Markdown's table of contents gives them."""
    if not CORPUS.is_dir():
        lacking("corpus of pages beside the repository")
    pages = sorted((CORPUS / "runbooks/prometheus-operator-runbooks").rglob("*.md"))
    assert pages
    for path in pages:
        source = path.read_text()
        made = markdown.Markdown(extensions=["toc", "pymdownx.superfences", "tables", "attr_list"])
        page = made.convert(re.sub(r"\A---\n.*?\n---\n", "", source, flags=re.DOTALL))
        assert (path.name, re.findall(r'<h\d id="([^"]*)"', page)) == (
            path.name,
            [heading.id for heading in outline(source).headings],
        )


PAGE = """\
---
title: Disk full
tags: [disk, 1.10]
---

# What to do [when](a.md) it is `full` { #full }

One two three. [Elsewhere](https://example.org/ "title") and ![image](i.png).

## Größe, straße!

four five <b id="here">six</b>

```
## not a heading: nor words
```

### Look

seven

## Look

[a link][ref] <https://auto.example.org>

Setext
======

| a | b |
|---|---|
| eight | nine |

[ref]: ../b.md#c
"""


def test_a_page_in_small() -> None:
    """Everything that is told of a page, worked out by hand."""
    page = outline(PAGE)
    assert [(one.level, one.text, one.id, one.words) for one in page.headings] == [
        (1, "What to do when it is full", "full", 17),
        (2, "Größe, straße!", "groe-strae", 5),
        (3, "Look", "look", 1),
        (2, "Look", "look_1", 4),
        (1, "Setext", "setext", 4),
    ]
    assert (page.title, page.front_matter["tags"], page.words) == ("Disk full", ["disk", 1.1], 29)
    assert page.links == ("a.md", "https://example.org/", "../b.md#c", "https://auto.example.org")
    assert "here" in page.ids


@pytest.mark.parametrize("text", ["A b", "Ünïcödé", "a - b_c", "  x--y  ", "100 % sure?", "日本", "`code`"])
def test_slugs(text: str) -> None:
    """As `markdown.extensions.toc` makes them."""
    assert slugify(text) == toc.slugify(text, "-")


TITLES = {
    "# First\n\n# Second": "First",
    "## Second level": "",
    "text": "",
    "": "",
    "---\ntitle: Said\n---\n# Other": "Said",
    "---\r\ntitle: Said\r\n---\r\n# Other": "Said",
    "---\n---\n# Empty": "Empty",
    "---\nonly text\n---\n# Kept": "Kept",
    "\ufeff# Marked": "Marked",
    "---\nno end": "",
    "--- \n# A rule, not front matter": "A rule, not front matter",
}


@pytest.mark.parametrize("source", TITLES)
def test_titles(source: str) -> None:
    """The front matter's, else the first heading of the first level."""
    assert TITLES[source] == outline(source).title


def test_front_matter_that_cannot_be_read() -> None:
    """It is told by its line, and the page is read all the same."""
    page = outline("---\ntitle: A\ntitle: B\n---\n# Page\n")
    assert page.fault.startswith("line 3: ")
    assert "title" in page.fault
    assert page.headings[0].text == "Page"


@pytest.mark.parametrize(
    "part", ["> ", "[", "# a\n", "- ", "*a ", "`", "<a ", "| a ", "---\n", "![](", "{#a} ", "(" * 9]
)
def test_hostile_pages_are_read_in_good_time(part: str) -> None:
    """What is repeated many times costs in proportion, at most nearly."""

    def cost(size: int) -> float:
        begun = time.process_time()
        outline(part * (size // len(part)))
        return time.process_time() - begun

    small = min(cost(4_000) for _ in range(3))
    assert cost(20_000) < 2 * 5 * small + 0.2


@pytest.mark.parametrize(
    "heading",
    [
        "May it launch? { .pb-title }",
        "Title { #own .pb-title data-x='1' }",
        "Title {: #own }",
        "Title {: .a .b}",
        "`GET /papers/{id}`",
        "`GET /papers/{id}` { #one }",
        "Sets {a, b} and more",
        "Twice { .a }\n\n## Twice",
        "*Loud* { #loud-one }",
        "No space{#x}",
    ],
)
def test_attributes(heading: str) -> None:
    """Text and id of a heading are those that Python-Markdown gives it, whatever attributes it has."""
    text = f"## {heading}\n"
    made = markdown.Markdown(extensions=["attr_list", "toc"])
    made.convert(text)
    wanted = [(html.unescape(one["name"]), one["id"]) for one in made.toc_tokens]
    assert wanted == [(one.text, one.id) for one in outline(text).headings]

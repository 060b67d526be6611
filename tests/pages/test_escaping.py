"""Hostile text made harmless: nothing of it is read as HTML, Markdown, a template or a terminal's command."""

import html
import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofbook.pages.escaping import coloured, evidence, markdown_text, said, visible

VISIBLE = {
    "plain": "plain",
    "\x1b[1;31mred\x1b[0m": "red",
    "\x1b]8;;http://x\x07link\x1b]8;;\x1b\\": "link",
    "\x1b]0;title\x07a\x1bMb": "ab",
    "\x1b[31": "31",
    "\x1b\x1b[0m[31m": "⟨U+001B⟩[31m",
    "a\tb\r\nc\rd\ne": "a    b\nc⟨U+000D⟩d\ne",
    "\x00\x08\x0b\x0c\x7f\x85\x9b31m": "⟨U+0000⟩⟨U+0008⟩⟨U+000B⟩⟨U+000C⟩⟨U+007F⟩⟨U+0085⟩⟨U+009B⟩31m",
    "a\u202eb\u2066c\u200bd\ufeffe\u061cf": "a⟨U+202E⟩b⟨U+2066⟩c⟨U+200B⟩d⟨U+FEFF⟩e⟨U+061C⟩f",
    "a\u00adb\u2028c\u206fd\u3164e\U000e0041f\u180eg": "a⟨U+00AD⟩b⟨U+2028⟩c⟨U+206F⟩d⟨U+3164⟩e⟨U+E0041⟩f⟨U+180E⟩g",
    "\ud800": "⟨U+D800⟩",
    "Grüße ☃ 😀 ⚠\ufe0f": "Grüße ☃ 😀 ⚠\ufe0f",
}

#: Text that some processor would read as its own.
HOSTILE = [
    "<script>alert(1)</script>",
    "</pre><img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp; &#60;",
    "_emphasis_ __strong__ *a* **b** ~~c~~ ==d== ^e^",
    "`code` ``more`` ```",
    "# heading\n## more",
    "- list\n1. list\n\n    code",
    "[link](javascript:alert(1)) ![image](x) <http://x> http://x www.example.org a@example.org",
    "{{ config.x }} {% raw %} {# comment #} ${{ secrets.X }}",
    "{: .attr } { #id .class onclick=x }",
    ':material-home: :smile: --8<-- "file" ;--8<--',
    "$x^2$ \\(y\\) \\[z\\]",
    "::error file=a::b ::set-output name=a::b ##[error]c",
    "[^1] [^1]: note *[HTML]: abbreviation",
    "a | b | c\n--|--|--\n1 | 2 | 3",
    "Term\n: definition\n\n!!! note\n    inside",
    "trailing  \nbreak\\\nbreak",
    "'quotes' \"quotes\" -- --- ... (c) +/-",
    "\x02wzxhzdk:0\x03 \x02amp\x03",
]

EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc", "abbr", "admonition", "def_list", "footnotes", "smarty"]


def text_of(page: str) -> str:
    """What a reader sees of HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", page))


@pytest.mark.parametrize("text", VISIBLE, ids=ascii)
def test_what_hides_is_shown(text: str) -> None:
    """Colours go, and every character that hides, reorders or ends text is shown by its number; all other text stays."""
    assert VISIBLE[text] == visible(text)


@given(st.text() | st.sampled_from(HOSTILE))
def test_evidence_holds_only_harmless_characters(text: str) -> None:
    """Of ASCII only letters, figures and spaces are left as they are, and reading the entities gives back what is visible."""
    made = evidence(text)
    left = re.sub(r"&#[0-9]+;", "", made)
    harmless = all(character.isalnum() or character == " " or ord(character) > 0x9F for character in left)
    assert (True, visible(text)) == (harmless, html.unescape(made))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "around", ["<p>{}</p>", '<p markdown="1">{}</p>', '<div markdown="1">\n\n<p>{}</p>\n\n</div>', "x {}"]
)
def test_no_processor_sees_evidence_as_its_own(text: str, around: str) -> None:
    """In HTML, in HTML inside Markdown and in Markdown itself, hostile text comes out as the text that it was."""
    page = markdown.markdown(around.format(evidence(text)), extensions=EXTENSIONS)
    tags = set(re.findall(r"<(\w+)", page)) - {"p", "div"}
    shown = text_of(page).strip().removeprefix("x ")
    assert (set(), " ".join(visible(text).split())) == (tags, " ".join(shown.split()))


SAID = {
    "plain": "plain",
    "`a b`": "<code>a b</code>",
    "run `make <b>` and `x`": "run <code>make &#60;b&#62;</code> and <code>x</code>",
    "one ` alone": "one &#96; alone",
    "`a` and ` alone": "&#96;a&#96; and &#96; alone",
    "<b>": "&#60;b&#62;",
}


@pytest.mark.parametrize("text", SAID)
def test_what_stands_between_backticks_is_shown_as_code(text: str) -> None:
    """Messages show what stands between backticks as code, still escaped; a backtick without its partner stays one."""
    assert SAID[text] == said(text)


MARKDOWN = {
    "plain title": "plain title",
    "  two\n lines\t": "two lines",
    "a_b *c* [d](e) `f` #g !h 1. 2-3 {4} \\5": r"a\_b \*c\* \[d\]\(e\) \`f\` \#g \!h 1\. 2\-3 \{4\} \\5",
    "Drill: a | b ~ $ = ^ @": "Drill&#58; a &#124; b &#126; &#36; &#61; &#94; &#64;",
    "<b> & \"quoted\" 'too'": "&lt;b&gt; &amp; \"quoted\" 'too'",
    "\u202ea": "⟨U+202E⟩a".replace("+", r"\+"),
}


@pytest.mark.parametrize("text", MARKDOWN)
def test_a_title_is_written_so_that_any_markdown_shows_it(text: str) -> None:
    """A title stands on one line, with a backslash where every Markdown takes one and an entity where only some would."""
    assert MARKDOWN[text] == markdown_text(text)


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\x02" not in text] + list(MARKDOWN))
@pytest.mark.parametrize("around", ["## {}", "[{}](x.md)", "- **{}**", "a | b\n--|--\n{} | c"])
def test_a_title_is_shown_as_its_author_wrote_it(text: str, around: str) -> None:
    """In a heading, a link, a list and a table, a title is shown as it was written, and nothing in it is read as Markdown."""
    page = markdown.markdown(around.format(markdown_text(text)), extensions=["attr_list", "md_in_html", "tables"])
    frame = {"h2", "p", "a", "ul", "li", "strong", "table", "thead", "tbody", "tr", "th", "td"}
    shown = text_of(page)
    wanted = " ".join(visible(text).split())
    assert (set(), True) == (set(re.findall(r"<(\w+)", page)) - frame, wanted in " ".join(shown.split()))


COLOURS = {
    "\x1b[31mred\x1b[0m plain": '<span class="pb-ansi pb-fail">red</span> plain',
    "\x1b[1;32mgood\x1b[39m bold\x1b[22m plain": '<span class="pb-ansi pb-bold pb-pass">good</span><span class="pb-ansi pb-bold"> bold</span> plain',
    "\x1b[38;5;196mnot ours\x1b[m": "not ours",
    "\x1b]0;title\x07\x1b[2Kgone\x1b[33m": "gone",
    "\x1b[31m<b>\x1b[36mx": '<span class="pb-ansi pb-fail">&#60;b&#62;</span><span class="pb-ansi pb-signed">x</span>',
}


@pytest.mark.parametrize("text", COLOURS)
def test_coloured(text: str) -> None:
    """Colours and bold letters become classes; every other sequence goes, and text stays text."""
    assert COLOURS[text] == coloured(text)

"""Evidence and titles are text, whatever they look like: nothing of them acts, all of them is shown."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser

from tests.browsing import DESKTOP, PHONE, Serving, Visit
from tests.run.test_checks import book
from tests.sites import Site

HOSTILE = (
    "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 2'>\n"
    "</pre></details></div><h1>Escaped</h1>\n"
    '# Heading\n\n```sh\nfence\n```\n\n~~~\n--8<-- "mkdocs.yml"\n{{ config.site_name }} {% raw %}\n'
    "[link](javascript:window.pwned=3) ![i](x) [text][Book]\n\n    code\n\n| a | b |\n|---|---|\n*[HTML]: abbreviation\n"
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \u202egnp.exe\u202c \x00 &amp; &lt; \\*not bold\\* **bold** $x$ ::error::x\n"
    "\u05e9\u05dc\u05d5\u05dd right to left\n"
)
SHOWN = (
    "<script>window.pwned = 1</script>",
    "</pre></details></div><h1>Escaped</h1>",
    "# Heading",
    "```sh",
    '--8<-- "mkdocs.yml"',
    "{{ config.site_name }}",
    "[link](javascript:window.pwned=3)",
    "| a | b |",
    "⟨U+202E⟩gnp.exe⟨U+202C⟩",
    "&amp; &lt;",
    "**bold**",
    "*[HTML]: abbreviation",
)
TITLE = "A *b* <i>c</i> | `d` [e](f) {{ g }} __h__ & $i$"


@pytest.fixture
def hostile(site: Site) -> Site:
    """A site whose evidence, titles and reasons all try to be more than text."""
    site.file("hostile.txt", HOSTILE)
    show = "command: [cat, hostile.txt]"
    quoted = json.dumps(TITLE)
    site.write(
        book=book(
            f"{{id: shown, title: {quoted}, gate: false, {show}, expect: {{exit_code: 0, stdout: {{equals: x}}}}}}",
            "{id: big, title: Big, command: [python, -c, 'print(\"x\" * 1000000)'], expect: {exit_code: 0}}",
            f"{{id: skipped, title: Skipped, when: {{file: nowhere, reason: {quoted}}}, {show}, expect: {{exit_code: 0}}}}",
        )
        .replace("title: Book", f"title: {quoted}")
        .replace("title: One", f"title: {quoted}")
    )
    done = site.mkdocs("build")
    assert (0, False) == (done.code, "WARNING" in done.err), done.err
    return site


def test_hostile_evidence_is_inert(hostile: Site, browser: Browser) -> None:
    """Nothing runs, nothing asks, nothing breaks out; and every character is there to be read."""
    with Serving(hostile.root / "site") as base:
        for size in (DESKTOP, PHONE):
            with Visit(browser, base, "runbooks/book/", size) as visit:
                page = visit.page
                output = page.locator("details#shown pre.pb-output").inner_text()
                assert [] == [line for line in SHOWN if line not in output]
                assert "\x1b" not in output
                assert [None, [], []] == [page.evaluate("window.pwned"), visit.outside, visit.complaints]
                assert TITLE == page.locator("h1").inner_text().removesuffix("¶")
                assert TITLE == page.locator("h3").first.inner_text().removesuffix("¶")
                assert 0 == page.locator("article a[href^='javascript']").count()
                assert size[0] == page.evaluate("document.documentElement.scrollWidth")


def test_long_output_is_cut(hostile: Site) -> None:
    """A megabyte on one line becomes its start and its end, with what was left out counted."""
    assert "996000 characters left out" in hostile.result("big")["output"]
    assert (hostile.root / "site/runbooks/book/index.html").stat().st_size < 300_000

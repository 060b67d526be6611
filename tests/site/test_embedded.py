"""Proof in hand-written pages, in real MkDocs builds and in real Chromium."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.browsing import DESKTOP, Serving, Visit
from tests.run.test_checks import book
from tests.sites import Site

GREEN = book("{id: there, file: {path: docs/index.md}, expect: {exists: true}}").replace(
    "title: Book", "title: Book\naliases: [tome]"
)
PAGE = "# Notes\n\nIt is :proof[there], see `:proof[none]`.\n\n::proof[book]\n"


@pytest.mark.parametrize("directory_urls", ["true", "false"])
def test_links_lead_there(site: Site, browser: Browser, directory_urls: str) -> None:
    """A chip leads to its check, with and without directory addresses; a former id leads on and keeps its anchor."""
    site.write(book=GREEN).file("docs/deep/notes.md", PAGE)
    config = site.root / "mkdocs.yml"
    config.write_text(f"use_directory_urls: {directory_urls}\n" + config.read_text())
    done = site.mkdocs("build", "--strict")
    assert done.code == 0, done.err
    end = "/" if directory_urls == "true" else ".html"
    with Serving(site.root / "site") as base, Visit(browser, base, f"deep/notes{end}", DESKTOP) as visit:
        visit.page.click("a.pb-link")
        visit.page.wait_for_url(re.compile(f"runbooks/book{end}#there$"))
        visit.page.goto(f"{base}r/tome{end}?instance=a#there")
        visit.page.wait_for_url(re.compile(rf"runbooks/book{end}\?instance=a#there$"))
        assert [[], []] == [visit.outside, visit.complaints]


def test_permanent_without_javascript(site: Site, browser: Browser) -> None:
    """The page of a permanent address leads on by itself."""
    site.write(book=GREEN).mkdocs("build", "-q")
    with (
        Serving(site.root / "site") as base,
        Visit(browser, base, "r/tome/", DESKTOP, java_script_enabled=False) as visit,
    ):
        visit.page.wait_for_url(re.compile("runbooks/book/$"))


def test_unknown_ids(site: Site) -> None:
    """Every one of every page is told with its place; the old site stays, and nothing else is left."""
    site.write(book=GREEN)
    site.mkdocs("build", "-q")
    site.file("docs/notes.md", "---\ntitle: Notes\n---\n" + PAGE.replace("[there]", "[ther]"))
    site.file("docs/index.md", "::proof[bok]\n")
    done = site.mkdocs("build", "-q")
    assert (2, True, True) == (
        done.code,
        "docs/notes.md:6:7: nothing is called 'ther'" in done.err,
        "2 problems" in done.err,
    ), done.err
    assert "did you mean `book`?" in done.err
    assert (site.root / "site/runbooks/book/index.html").exists()
    assert [] == [path.name for path in site.root.iterdir() if path.name.startswith(".site")]


def test_unknown_ids_of_instructions(site: Site) -> None:
    """In the text of a runbook, the file of the runbook is named."""
    site.write(book=GREEN.replace("instructions: Look.", "instructions: 'See :proof[nobody].'"))
    done = site.mkdocs("build", "-q")
    assert (2, True) == (done.code, "runbooks/book.yml" in done.err), done.err

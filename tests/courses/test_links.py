"""Short links of lessons and steps, their sheet, and the list of those that were published."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from proofbook.cli.commands import main
from proofbook.errors import InvalidInput
from proofbook.load import read_library, site_of
from proofbook.pages.entries import Entry
from proofbook.pages.permanent import permanent
from tests.courses.test_courses import BOOK, COURSE, LAB, assert_refused
from tests.sites import Site

STEP = Entry("book/one", "step", "One <1>", "runbooks/book.md", "one", aliases=("book/uno",))
LESSON = Entry("first/page", "lesson", "A page", "courses/first.md", "page")
FIRST = Entry("first", "course", "First", "courses/first.md")


def address(uri: str) -> str:
    """As MkDocs has it with folders."""
    return uri.removesuffix(".md") + "/"


def test_sheet() -> None:
    """Every link is on it; there are codes where there is an address to encode, the same ones every time."""
    files = permanent([FIRST, LESSON, STEP], address, "https://docs.example/")
    sheet = files["r/sheet.html"].decode()
    wanted = ["https://docs.example/r/book/one/", "One &lt;1&gt;", 'src="qr/first--page.svg"', 'href="first/"']
    assert [text for text in wanted if text not in sheet] == []
    assert files["r/qr/book--one.svg"].startswith(b"<svg")
    assert files == permanent([FIRST, LESSON, STEP], address, "https://docs.example/")
    assert b"runbooks/book/#one" in files["r/book/uno/index.html"]
    without = permanent([FIRST, STEP], address)
    assert "site_url" in without["r/sheet.html"].decode() and "r/qr/first.svg" not in without
    assert "r/sheet.html" not in permanent([STEP], address)


def test_published(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A published link that dies is an error that names the alias to add; with the alias it lives."""
    monkeypatch.chdir(site.root)
    school = site.settings().write(book=BOOK, lab=LAB, first=COURSE.replace(", digest: DIGEST", ""))
    done = CliRunner().invoke(main, ["links"])
    assert (done.exit_code, "links.lock: 8 links, 8 new; commit it" in done.output) == (0, True), done.output
    assert "book/one\nfirst\nfirst/follow\n" in (site.root / "links.lock").read_text()
    moved = COURSE.replace(", digest: DIGEST", "").replace("id: follow", "id: follows")
    school.write(first=moved)
    assert_refused(school, "links.lock:5:1", "r/first/follow/", "`aliases: [follow]`", "did you mean `first/follows`?")
    school.write(first=moved.replace("id: follows", "id: follows, aliases: [follow]"))
    read_library(site_of(site.root / "mkdocs.yml"))
    assert "9 links, 1 new" in CliRunner().invoke(main, ["links"]).output
    school.write(
        first=moved.replace("id: follows", "id: follows, aliases: [follow]").replace("id: first", "id: second")
    )
    with pytest.raises(InvalidInput) as caught:
        read_library(site_of(site.root / "mkdocs.yml"))
    # Its lessons are gone with it: that is one mistake, not five.
    assert ["the published link r/first/ leads nowhere any more"] == [one.message for one in caught.value.problems]


def test_published_of_what_is_gone(site: Site) -> None:
    """Where only a step was published, it is its document that wants the alias; a mistake elsewhere hides nothing."""
    school = site.settings(owners="{ops: {name: Ops}}").write(
        book=BOOK.replace("id: book", "id: bok\n    owner: opps"), lab=LAB
    )
    school.file("links.lock", "book/one\n")
    assert_refused(
        school, "links.lock:1:1", "`aliases: [book]` to what it is called now", "did you mean `bok`?", "`opps`"
    )

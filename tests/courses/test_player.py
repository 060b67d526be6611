"""A course in Chromium: what it keeps, how its questions answer, and what its recording plays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from tests.browsing import DESKTOP, PHONE, Serving, Visit
from tests.courses.test_courses import BOOK, COURSE, LAB
from tests.sites import Site

HERE = "courses/first/"
WATCHED = COURSE.replace(", runbook: book}", ", recording: d}").replace(", digest: DIGEST", "")


@pytest.fixture(scope="session")
def served_course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Site]]:
    """The address of a course, built once; no test changes it."""
    site = Site(tmp_path_factory.mktemp("player")).settings()
    site.write(book=BOOK.replace("['true']", "[echo, '<b>done</b>']"), lab=LAB, first=WATCHED)
    done = site.mkdocs("build", "-q", "--strict")
    assert done.code == 0, done.err
    with Serving(site.root / "site") as base:
        yield base, site


@pytest.fixture
def page(browser: Browser, served_course: tuple[str, Site]) -> Iterator[Page]:
    """The course, opened."""
    with Visit(browser, served_course[0], HERE, DESKTOP) as visit:
        yield visit.page
        assert (visit.outside, visit.complaints) == ([], [])


def quiz(page: Page, at: int) -> Locator:
    """A question's form."""
    return page.locator(".pb-quiz form").nth(at)


def said(form: Locator) -> str:
    """What it answers."""
    form.get_by_role("button", name="Check").click()
    return form.get_by_role("status").inner_text()


def test_questions(page: Page) -> None:
    """Each kind says what is right, what is not, and where to read on; all of them right is a lesson done."""
    one = quiz(page, 0)
    assert said(one) == "Answer first."
    one.get_by_label("That").check()
    assert said(one).strip() == "Not yet."
    assert page.get_by_text("Because.").is_hidden()
    one.get_by_label("This").check()
    assert said(one) == "Right. Yes."
    assert page.get_by_text("Because.").is_visible()
    many = quiz(page, 1)
    many.get_by_label("A", exact=True).check()
    assert said(many).startswith("Not yet.")
    many.get_by_label("B", exact=True).check()
    assert said(many).startswith("Right.")
    order = quiz(page, 2)
    order.get_by_label("a then").select_option("1")
    order.get_by_label("second letter first").select_option("2")
    assert said(order) == "Not yet. 0 of 2 are in place."
    order.get_by_label("a then").select_option("2")
    order.get_by_label("second letter first").select_option("1")
    assert said(order).startswith("Right.")
    match = quiz(page, 3)
    match.get_by_label("l1").select_option("z9")
    assert said(match) == "Answer first."
    match.get_by_label("l2").select_option("a1")
    assert said(match).startswith("Right.")
    text = quiz(page, 4)
    text.get_by_label("Your answer").fill("  PROOF ")
    assert said(text).startswith("Right.")
    number = quiz(page, 5)
    for given, answer in (("x", "Answer first."), ("3.1", "Not yet."), ("3,0", "Right.")):
        number.get_by_label("Your answer").fill(given)
        assert said(number).strip() == answer
    assert "1 of 4 lessons done" in page.locator(".pb-outline").inner_text()


def test_progress(page: Page) -> None:
    """It survives a reload, shows in the outline, and can be taken back; the keyboard is enough."""
    mark = page.get_by_role("button", name="Mark as done").first
    mark.focus()
    page.keyboard.press("Enter")
    page.reload()
    outline = page.locator(".pb-outline")
    assert "1 of 4 lessons done. Go on with: Follow it" in outline.inner_text()
    assert outline.locator("a.pb-done").all_inner_texts() == ["A page"]
    page.get_by_role("button", name="Done", exact=True).click()
    assert "0 of 4 lessons done" in outline.inner_text()
    assert page.get_by_role("link", name="Next: Follow it").get_attribute("href") == "#follow"


def test_recording(page: Page, served_course: tuple[str, Site]) -> None:
    """The whole of it is there at first; played, it begins at the beginning; output stays text."""
    shown = page.locator(".pb-recording pre")
    assert "<b>done</b>" in shown.inner_text() and "[ok] One" in shown.inner_text()
    page.get_by_label("Seconds of the recording").fill("0")
    assert "[ok] One" not in shown.inner_text()
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Play").wait_for()
    assert "[ok] One" in shown.inner_text()
    cast = (served_course[1].root / "site/proofbook/recordings/d.cast").read_text().splitlines()
    assert '"version": 2' in cast[0] and '"o"' in cast[1]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_accessible(browser: Browser, served_course: tuple[str, Site], size: tuple[int, int]) -> None:
    """No violation, nothing that scrolls sideways."""
    for path in (HERE, "courses/", "courses/first-trainer/"):
        with Visit(browser, served_course[0], path, size) as visit:
            assert Axe().run(visit.page, options={"resultTypes": ["violations"]}).response["violations"] == []
            assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts(browser: Browser, served_course: tuple[str, Site], tmp_path: Path) -> None:
    """Everything is there to read, but for the answers."""
    with Visit(browser, served_course[0], HERE, DESKTOP, java_script_enabled=False) as visit:
        read = visit.page.locator("article").inner_text()
    assert [text for text in ("Which ones?", "Hint", "Next: Questions", "[ok] One") if text not in read] == []
    assert "Because." not in read

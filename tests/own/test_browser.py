"""The built site in real Chromium: readable, accessible, on a phone, in the dark, and alone in the world."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browsing import DESKTOP, PHONE, Visit

RUNBOOK = "runbooks/deploy-blue-green/"


def test_runbook_says_what_was_proved(browser: Browser, served: str) -> None:
    """The verdict in words, the numbers, and each step with its mark, on a phone as on a desktop."""
    for size in (DESKTOP, PHONE):
        with Visit(browser, served, RUNBOOK, size) as visit:
            text = visit.page.inner_text("article")
            for wanted in (
                "Proved on the lab",
                "requests during the switch",
                "time to roll back",
                "Send traffic to green",
            ):
                assert wanted in text
            assert visit.page.locator(".pb-step .pb-head .pb-chip").count() == 10


def test_evidence_is_one_click_deep(browser: Browser, served: str) -> None:
    """The facts of a check open under it: expected against seen."""
    with Visit(browser, served, RUNBOOK, DESKTOP) as visit:
        row = visit.page.locator("details#no-request-failed")
        assert not row.locator("table").is_visible()
        row.locator("summary").click()
        assert "$.failed" in row.locator("table").inner_text()


def test_a_link_to_an_item_opens_it(browser: Browser, served: str) -> None:
    """A deep link shows what it links to."""
    with Visit(browser, served, "checklists/launch-readiness/#support-trained", DESKTOP) as visit:
        assert visit.page.locator("details#support-trained").get_attribute("open") is not None


def test_without_javascript(browser: Browser, served: str) -> None:
    """Everything is there without JavaScript, ages as absolute times."""
    with Visit(browser, served, RUNBOOK, PHONE, java_script_enabled=False) as visit:
        assert "UTC" in visit.page.locator(".pb-banner time").inner_text()
        visit.page.locator("details#no-request-failed summary").click()
        assert visit.page.locator("details#no-request-failed table").is_visible()


def test_ages_are_relative(browser: Browser, served: str) -> None:
    """With JavaScript, ages follow the reader's clock, and the absolute time is kept as a title."""
    with Visit(browser, served, RUNBOOK, DESKTOP) as visit:
        age = visit.page.locator(".pb-banner time")
        assert ("UTC" in age.inner_text(), "UTC" in (age.get_attribute("title") or "")) == (False, True)


def test_print_shows_evidence(browser: Browser, served: str) -> None:
    """For print, folded evidence opens."""
    with Visit(browser, served, RUNBOOK, DESKTOP) as visit:
        visit.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert visit.page.locator("details#no-request-failed table").is_visible()


def test_paper(browser: Browser, served: str) -> None:
    """On paper the heads of evidence stay whole beside long values, and nothing is there to be pressed."""
    with Visit(browser, served, RUNBOOK, (640, 900)) as visit:
        visit.page.emulate_media(media="print")
        visit.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        heads = visit.page.locator("details#green-measures .pb-facts th")
        heights = heads.evaluate_all("every => every.map(one => one.offsetHeight)")
        assert (4, 1) == (len(heights), len(set(heights)))
        assert visit.page.locator(".md-clipboard:visible").count() == 0


def test_a_phone_says_what_numbers_count(browser: Browser, served: str) -> None:
    """Where the heads of columns are not seen, each number has its own words; beside heads it stands alone."""
    pages = {
        "proof/coverage/": (" step", " can be proved", " within 1 day", " within 30 days"),
        "environments/": (" services", " drill"),
    }
    for path, wanted in pages.items():
        for size in (PHONE, DESKTOP):
            with Visit(browser, served, path, size) as visit:
                row = visit.page.locator("article tbody tr").first.inner_text()
                assert {word in row for word in wanted} == {size is PHONE}, (path, row)
    content = "element => getComputedStyle(element, '::before').content"
    for size, said in ((PHONE, '"lab: "'), (DESKTOP, "none")):
        with Visit(browser, served, "requirements/phase-4/", size) as visit:
            assert visit.page.locator(".pb-where").first.evaluate(content) == said


def test_search_finds_both(browser: Browser, served: str) -> None:
    """Search finds the runbook by a step and the checklist by an item."""
    for words, page in (
        ("Send traffic back", RUNBOOK),
        ("Backup and recovery procedures", "checklists/launch-readiness/"),
    ):
        with Visit(browser, served, "", DESKTOP) as visit:
            visit.page.keyboard.press("/")
            visit.page.keyboard.type(words)
            visit.page.wait_for_selector(f".md-search-result__item a[href*='{page}']", timeout=15000)


def test_keyboard(browser: Browser, served: str) -> None:
    """Evidence opens with the keyboard alone."""
    with Visit(browser, served, RUNBOOK, DESKTOP) as visit:
        visit.page.locator("details#green-answers summary").focus()
        visit.page.keyboard.press("Enter")
        assert visit.page.locator("details#green-answers table").is_visible()

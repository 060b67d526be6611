"""The page for people in real Chromium: when it is drawn, how it answers a search, what it loads."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

from checks.lab.errors import LabError
from checks.lab.settings import ADDRESS, Lab

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = "/usr/bin/chromium"
TIMING = "performance.getEntriesByType('navigation')[0].toJSON()"
#: One promise: the page's own rules forbid it scripts, so asking again and again from inside would be refused.
PAINT = """() => new Promise(done => new PerformanceObserver(
  list => list.getEntriesByName("first-contentful-paint").forEach(paint => done(paint.startTime))
).observe({type: "paint", buffered: true}))"""


def browse(lab: Lab) -> dict[str, Any]:
    """Open the page, search, and say how long each took; milliseconds. Raises LabError where Chromium will not."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        except Error as error:
            raise LabError(f"Chromium does not start; install the package chromium: {error.message[:200]}") from None
        try:
            return _look(browser.new_page(), f"http://{ADDRESS}:{lab.edge}")
        except Error as error:
            raise LabError(f"the page in Chromium: {error.message.splitlines()[0]}") from None
        finally:
            browser.close()


def _look(page: Page, base: str) -> dict[str, Any]:
    elsewhere: list[str] = []
    page.on("request", lambda sent: None if sent.url.startswith(base) else elsewhere.append(sent.url))
    page.goto(base)
    navigation, drawn = page.evaluate(TIMING), page.evaluate(PAINT)
    begun = perf_counter()
    page.fill("input[name=q]", "imaginary")
    page.click("button")
    page.wait_for_url("**/?q=imaginary")
    found = page.locator("ul").first.locator("li").count()
    searched = perf_counter() - begun
    return {
        "drawn_ms": round(drawn, 1),
        "loaded_ms": round(navigation["loadEventEnd"], 1),
        "bytes": navigation["transferSize"],
        "search_ms": round(searched * 1000, 1),
        "papers_found": found,
        "requests_elsewhere": len(elsewhere),
    }

"""The page for people in real Chromium: when it is drawn, how it answers a search, what it loads."""

from time import perf_counter
from typing import Any

from checks.lab.errors import LabError
from checks.lab.settings import ADDRESS, Lab

CHROMIUM = "/usr/bin/chromium"
TIMING = "performance.getEntriesByType('navigation')[0].toJSON()"
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def browse(lab: Lab) -> dict[str, Any]:
    """Open the page, search, and say how long each took; milliseconds."""
    from playwright.sync_api import Error, sync_playwright

    base = f"http://{ADDRESS}:{lab.edge}"
    elsewhere: list[str] = []
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        except Error as error:
            raise LabError(f"Chromium does not start; install the package chromium: {error.message[:200]}") from None
        page = browser.new_page()
        page.on("request", lambda sent: None if sent.url.startswith(base) else elsewhere.append(sent.url))
        page.goto(base)
        page.wait_for_load_state("load")
        page.wait_for_function(PAINT)
        navigation, drawn = page.evaluate(TIMING), page.evaluate(PAINT)
        begun = perf_counter()
        page.fill("input[name=q]", "imaginary")
        page.click("button")
        page.wait_for_url("**/?q=imaginary")
        found = page.locator("ul").first.locator("li").count()
        searched = perf_counter() - begun
        browser.close()
    return {
        "drawn_ms": round(drawn, 1),
        "loaded_ms": round(navigation["loadEventEnd"], 1),
        "bytes": navigation["transferSize"],
        "search_ms": round(searched * 1000, 1),
        "papers_found": found,
        "requests_elsewhere": len(elsewhere),
    }

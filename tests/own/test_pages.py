"""Every page of this repository's own site: valid, linked, accessible, light, alone in the world, under a strict policy."""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import re
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from proofbook.pages.bundle import bundle
from tests.browsing import DESKTOP, Sweep, Visit
from tests.sites import REPOSITORY, Site
from tests.webpages import Links, dead_links, duplicate_ids, pages, parse_errors

ASSETS = REPOSITORY / "plugins/proofbook/pages/assets"
#: No script, style or request that does not come from the site itself, and nothing inline.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'"
)


def test_no_link_is_dead(built: Site) -> None:
    """Every internal link and anchor leads somewhere."""
    assert [] == dead_links(built.root / "site")


def test_html(built: Site) -> None:
    """No parse error, no id twice, no style or handler inline."""
    texts = pages(built.root / "site")
    found = {name: parse_errors(text) + duplicate_ids(text) + Links(text).inline for name, text in texts.items()}
    assert {} == {name: faults for name, faults in found.items() if faults}


def test_pictures_have_a_size(built: Site) -> None:
    """Where styles do not reach, a picture of ours is as small as it is meant; none fills the screen."""
    found = {one for text in pages(built.root / "site").values() for one in re.findall(r'<svg class="pb-[^>]*>', text)}
    assert ([], True) == ([one for one in found if " width=" not in one or " height=" not in one], len(found) > 3)


def test_what_we_add_is_small() -> None:
    """At most 29 KB of our own styles and scripts, compressed, of the 30 that are too much."""
    assert sum(len(gzip.compress(content, mtime=0)) for content in bundle().values()) <= 29 * 1024


def test_colours_are_variables() -> None:
    """Outside of the palette and of what mends the theme, no rule names a colour: dark mode and print follow."""
    style = (ASSETS / "proofbook.css").read_text()
    ours = style.partition(".pb-pass {")[2].partition("/* Material's own pages")[0]
    assert [] == re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(", ours)


#: Scripts and styles that stand in a page.
INLINE = re.compile(r"<script(?![^>]*(?:src=|application/json))[^>]*>.*?</script>|<style.*?</style>", re.DOTALL)


def test_every_page(browser: Browser, built: Site, served: str) -> None:
    """No axe violation, dark on a phone and light on a desktop, no request elsewhere, nothing that scrolls sideways."""
    # What stands under `r/` leads on at once.
    names = [name.removesuffix("index.html") for name in pages(built.root / "site") if not name.startswith("r/")]
    with Sweep(browser, served) as sweep:
        assert ({}, [], []) == (sweep.faults(names), sweep.outside, sweep.complaints)


@pytest.fixture(scope="module")
def strict(built: Site) -> Iterator[str]:
    """The site served under a strict Content-Security-Policy."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", POLICY)
            super().end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(built.root / "site"))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["runbooks/deploy-blue-green/", "checklists/launch-readiness/", "proof/checks/"])
def test_strict_policy(browser: Browser, strict: str, built: Site, path: str) -> None:
    """What is refused is the theme's own and nothing of ours: ages still follow the clock, and filters work."""
    inline = INLINE.findall((built.root / "site" / path / "index.html").read_text())
    assert [] == [one for one in inline if "proofbook" in one or "pb-" in one]
    with Visit(browser, strict, path, DESKTOP) as visit:
        visit.page.wait_for_selector("time.pb-age[title]", state="attached")
        if "runbooks" not in path:
            visit.page.wait_for_selector("form.pb-facets select")
        places = visit.page.evaluate("Array.from(performance.getEntriesByType('resource'), one => one.name)")
        assert [] == [one for one in places if not one.startswith((strict, "data:"))]
        assert [] == [
            one for one in visit.complaints if "Content Security Policy" not in one and "assets/proofbook" in one
        ]


def test_results_are_published(built: Site) -> None:
    """Results, index, inventory, schemas and badges stand at their addresses."""
    site = built.root / "site"
    index = {one["id"]: one for one in json.loads((site / "proofbook/index.json").read_text())}
    assert "NO-GO" in (site / "proofbook/badges/launch-readiness.svg").read_text()
    assert (site / index["deploy-blue-green"]["url"] / "index.html").exists()
    assert (site / "proofbook/results.json").exists()
    assert (site / "r/deploy-blue-green/index.html").exists()

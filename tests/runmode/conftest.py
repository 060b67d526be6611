"""A runbook's page, built for real, opened in Chromium by somebody who follows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browsing import DESKTOP, Serving, Visit
from tests.sites import Site

HERE = Path(__file__).parent
PAGE = "runbooks/restart-replica/"
SETTINGS = """\
site_name: Test
site_url: {base}
use_directory_urls: {folders}
theme:
  name: material
  font: false
  features: [content.code.copy, navigation.instant]
  palette:
    - {{media: "(prefers-color-scheme: light)", scheme: default, primary: indigo}}
    - {{media: "(prefers-color-scheme: dark)", scheme: slate, primary: indigo}}
markdown_extensions: [admonition, attr_list, pymdownx.highlight, pymdownx.superfences, {{toc: {{permalink: true}}}}]
plugins: [search, proofbook]
"""

Opened = Callable[..., "Operator"]


def written(root: Path, base: str = "http://127.0.0.1/", folders: str = "true") -> Site:
    """A site of the one runbook; nothing in it is executed, so that its gate is inconclusive."""
    site = Site(root)
    site.file("mkdocs.yml", SETTINGS.format(base=base, folders=folders))
    site.file("docs/index.md", "# Test\n")
    site.file("runbooks/restart-replica.yml", (HERE / "restart-replica.yml").read_text())
    built(site)
    return site


def built(site: Site) -> None:
    """Build it, for the first time or again."""
    done = site.mkdocs("build", "-q")
    assert (done.code, "WARNING" in done.err) == (3, False), done.err


class Operator:
    """Somebody who follows the runbook in one tab."""

    def __init__(self, visit: Visit, base: str) -> None:
        self.visit = visit
        self.base = base
        self.page: Page = visit.page

    def button(self, name: str, within: str = "article") -> Locator:
        """A button by what it says."""
        return self.page.locator(within).get_by_role("button", name=name, exact=True)

    def field(self, name: str) -> Locator:
        """A field of the form."""
        return self.page.locator(".pb-form").get_by_label(name, exact=True)

    def fill(self, **values: str) -> None:
        """Fill in inputs."""
        for name, value in values.items():
            self.field(name).fill(value)

    def start(self) -> None:
        """Start a run."""
        self.button("Start a run").click()

    def at(self, instant: str) -> None:
        """What the clock says from now on."""
        self.page.clock.set_fixed_time(f"2026-11-24T{instant}Z")

    def step(self) -> str:
        """The step that the run stands at."""
        return self.page.locator("[data-pb-now]").get_attribute("data-pb-step") or ""

    def states(self) -> str:
        """How every step stands, in order."""
        return " ".join(self.page.locator("[data-pb-state]").evaluate_all("all => all.map(one => one.dataset.pbState)"))

    def settle(self, button: str, reason: str = "") -> None:
        """Settle the step that the run stands at."""
        self.button(button, "[data-pb-now]").click()
        if reason:
            self.page.keyboard.type(reason)
            self.page.keyboard.press("Enter")

    def command(self, step: str, which: int = 0) -> str:
        """A command of a step, as it stands in the page."""
        return self.page.locator(f"[data-pb-step='{step}'] [data-pb-pieces] code").nth(which).inner_text().strip()

    def said(self) -> str:
        """What a screen reader was told last."""
        return self.page.locator(".pb-live").inner_text()

    def panel(self) -> str:
        """What the panel says."""
        return self.page.locator(".pb-panel").inner_text()

    def stored(self) -> dict[str, str]:
        """Everything that the browser keeps for the site."""
        found: dict[str, str] = self.page.evaluate("({...localStorage, ...sessionStorage})")
        return {key: value for key, value in found.items() if key.startswith("proofbook")}

    def downloaded(self, name: str, within: str = ".pb-panel__head") -> str:
        """What a button of the panel downloads."""
        with self.page.expect_download() as download:
            self.page.locator(within).get_by_role("button", name=name).click()
        return Path(download.value.path()).read_text()

    def again(self, query: str = "") -> None:
        """Open the page anew."""
        self.page.goto(self.base + PAGE + query)

    def other_tab(self) -> Operator:
        """The same browser, another tab."""
        other = Operator(self.visit, self.base)
        other.page = self.visit.context.new_page()
        other.again()
        return other


@pytest.fixture(scope="session")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site; no test changes it."""
    root = tmp_path_factory.mktemp("runmode")
    with Serving(root / "site") as base:
        written(root, base)
        yield base


@pytest.fixture
def operator(browser: Browser, followed: str) -> Iterator[Opened]:
    """Opens the page for an operator; the clock says 15:00:00 UTC until it is told otherwise."""
    with ExitStack() as stack:

        def opened(query: str = "", size: tuple[int, int] = DESKTOP, **options: Any) -> Operator:
            visit = stack.enter_context(Visit(browser, followed, "404.html", size, timezone_id="UTC", **options))
            visit.complaints.clear()
            one = Operator(visit, followed)
            one.at("15:00:00")
            one.again(query)
            return one

        yield opened

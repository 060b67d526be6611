"""What all tests share: a site to play with, and a rule for what a machine lacks."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from xdist.remote import Producer

from tests.browsing import FLAGS
from tests.sites import REPOSITORY, Site
from tests.spreading import BySubject

# A machine that is busy is no fault of what is tested.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CORPUS = Path(__file__).parent.parent.parent / "shared/corpus"


def pytest_configure() -> None:
    """Programs that we start are measured as we say, and can be interrupted."""
    if os.environ.pop("COVERAGE_PROCESS_CONFIG", None):
        os.environ["COVERAGE_PROCESS_START"] = str(Path(__file__).parent / "programs.coveragerc")
        os.environ["COVERAGE_ROOT"] = str(REPOSITORY)
    # A shell that starts us in the background has SIGINT ignored; then every program that we start would ignore it.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        with suppress(ValueError):
            signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> BySubject:
    """How tests are spread over processes."""
    return BySubject(config, log)


def lacking(what: str) -> None:
    """Skip because this machine lacks something; in CI, which must have it, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must have {what}")
    pytest.skip(f"this machine has no {what}")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty site that may do everything on loopback."""
    return Site(tmp_path).settings()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's Chromium."""
    if CHROMIUM is None:
        lacking("Chromium (Debian: apt-get install chromium)")
    assert CHROMIUM
    return CHROMIUM


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for a file's tests: while Playwright lives, no other test of the process can run an event loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield browser
        browser.close()

"""The offline copy: unpacked, it is the whole site from a disk, search and runs included."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from proofbook.pages.links import OFFLINE
from tests.pages.test_overviews import DISK, DRILLED, LAB, LIST
from tests.sites import Site
from tests.webpages import dead_links, pages

OWNERS = "{platform: {name: Platform}, storage: {name: Storage}, release: {name: Release}}"
ARCHIVE = f"site/{OFFLINE}"
READ = {"PROOFBOOK_RESULTS": "read", "SOURCE_DATE_EPOCH": "1700000000"}


@pytest.fixture
def rich(site: Site) -> Site:
    """A site already run and built."""
    site.settings(owners=OWNERS).write(disk=DISK, list=LIST, lab=LAB, deploy=DRILLED)
    assert site.proofbook("run").code == 0
    assert site.mkdocs("build", "-q", "--strict", **READ).code == 0
    return site


def unpacked(site: Site, folder: Path) -> Path:
    """The archive's only folder."""
    with zipfile.ZipFile(site.root / ARCHIVE) as archive:
        archive.extractall(folder)
    [one] = folder.iterdir()
    return one


def test_from_a_disk(rich: Site, tmp_path: Path, browser: Browser) -> None:
    """Every link leads to a file, every page says from when it is, search finds a step and leads to it."""
    copy = unpacked(rich, tmp_path / "unpacked")
    assert [] == dead_links(copy)
    texts = pages(copy)
    assert [] == [name for name, text in texts.items() if 'href="../"' in text or "offline.zip" in text]
    assert [] == [name for name, text in texts.items() if "<article" in text and "Offline copy: what was" not in text]
    context = browser.new_context()
    try:
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((copy / "index.html").as_uri())
        page.keyboard.press("/")
        page.keyboard.type("disk")
        page.locator(".md-search-result__item a[href*='runbooks/']").first.click(timeout=30_000)
        page.wait_for_selector(".pb-run button")
        assert (True, []) == (
            "index.html" in page.url,
            [one for one in asked if not one.startswith(("file:", "data:", "blob:"))],
        )
    finally:
        context.close()


def test_same_bytes_and_none_if_not_wanted(rich: Site) -> None:
    """From the same results the same archive, without itself; switched off, neither archive nor link."""
    archive = rich.root / ARCHIVE
    before = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert [] == [name for name in zipfile.ZipFile(archive).namelist() if name.endswith((".zip", ".map"))]
    assert rich.mkdocs("build", "-q", **READ).code == 0
    assert before == hashlib.sha256(archive.read_bytes()).hexdigest()
    rich.settings(owners=OWNERS, offline="false")
    made = rich.published(run=False)
    assert (False, []) == (OFFLINE in made.assets, [one.uri for one in made.pages if "offline.zip" in one.markdown])

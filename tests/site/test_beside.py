"""Beside other plugins, themes' features and hosts: strict, whole, without a dead link."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browsing import DESKTOP, Serving, Visit
from tests.pages.test_overviews import DISK, DRILLED, LAB, LIST
from tests.sites import BIN, Site
from tests.webpages import dead_links

OWNERS = "{platform: {name: Platform}, storage: {name: Storage}, release: {name: Release}}"
QUIET = {"DISABLE_MKDOCS_2_WARNING": "true"}


@pytest.fixture
def rich(site: Site) -> Site:
    """A small site of everything, already run, with a page of its own."""
    site.write(disk=DISK, list=LIST, lab=LAB, deploy=DRILLED)
    site.file("docs/notes.md", "---\ntags: [disk]\n---\n\n# Notes\n\nIt is :proof[notes].\n")
    configure(site)
    assert site.proofbook("run").code == 0
    return site


def configure(site: Site, plugins: str = "", features: str = "", more: str = "") -> None:
    """Write `mkdocs.yml` with other plugins and features of the theme."""
    site.file(
        "mkdocs.yml",
        f"site_name: Test\nsite_url: https://example.org/docs/\n{more}"
        f"theme: {{name: material, font: false, features: [{features}]}}\nplugins:\n  - search\n{plugins}"
        f"  - proofbook: {{allow: {{files: true, commands: true, drills: [lab]}}, owners: {OWNERS}}}\n",
    )


NAV = "- [Home](index.md)\n- [Notes](notes.md)\n- [Runbooks](runbooks/)\n- [Proof](proof/)\n- Other\n    - */\n"
BESIDE = {
    "tags": {"plugins": "  - tags\n"},
    # What is left out is what Material's own script would load for diagrams and for searching on a disk.
    "privacy": {"plugins": "  - privacy: {assets_exclude: [unpkg.com/*]}\n"},
    "offline": {"plugins": "  - offline\n"},
    "instant and pruned": {"features": "navigation.instant, navigation.prune, navigation.tabs, navigation.indexes"},
    "awesome-nav": {"plugins": "  - awesome-nav\n"},
    "literate-nav": {"plugins": "  - literate-nav\n"},
    "files, not folders": {"more": "use_directory_urls: false\n"},
    "mkdocstrings": {"plugins": "  - mkdocstrings: {enable_inventory: true}\n"},
    "macros of others": {"more": "markdown_extensions: [admonition, pymdownx.superfences, pymdownx.snippets, abbr, footnotes]\n"},
}  # fmt: skip


@pytest.mark.parametrize("name", BESIDE)
def test_beside(rich: Site, name: str) -> None:
    """A strict build without a warning, every page there, every link alive."""
    configure(rich, **BESIDE[name])
    rich.file("docs/.nav.yml", "nav: [index.md, notes.md, runbooks, proof, '*']\n")
    if name == "literate-nav":
        rich.file("docs/SUMMARY.md", NAV)
    done = rich.mkdocs("build", "--strict", PROOFBOOK_RESULTS="read", **QUIET)
    assert (0, False) == (done.code, "WARNING" in done.err), done.err
    site = rich.root / "site"
    # The file that literate-nav reads is left in the site by it, with links to folders.
    assert [] == [one for one in dead_links(site) if not one.startswith("SUMMARY")]
    page = "runbooks/disk-full.html" if name in {"offline", "files, not folders"} else "runbooks/disk-full/index.html"
    assert "pb-banner" in (site / page).read_text()
    assert (site / "objects.inv").exists()


@pytest.mark.parametrize("program", ["mkdocs", "properdocs"])
def test_both_hosts(rich: Site, program: str) -> None:
    """The plugin runs unchanged under MkDocs and ProperDocs, with the same exit codes."""
    done = rich.program(str(BIN / program), "build", "--strict", timeout=120, PROOFBOOK_RESULTS="read", **QUIET)
    assert (0, []) == (done.code, dead_links(rich.root / "site")), done.err
    rich.write(disk=DISK.replace("kind: runbook", "kind: runbok"))
    done = rich.program(str(BIN / program), "build", timeout=120, **QUIET)
    assert (2, True) == (done.code, "did you mean `runbook`?" in done.err), done.err


def test_mike(rich: Site) -> None:
    """A version deployed by mike has our pages, results and inventory."""
    git = ("git", "-c", "user.name=T", "-c", "user.email=t@example.org")
    for arguments in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "x")):
        subprocess.run([*git, *arguments], cwd=rich.root, check=True)
    configure(rich, plugins="  - mike\n")
    identity = {"GIT_COMMITTER_NAME": "T", "GIT_COMMITTER_EMAIL": "t@example.org", "PATH": f"{BIN}:/usr/bin:/bin"}
    done = rich.program(str(BIN / "mike"), "deploy", "1.0", timeout=120, PROOFBOOK_RESULTS="read", **QUIET, **identity)
    assert done.code == 0, done.err
    names = subprocess.run(["git", "ls-tree", "-r", "--name-only", "gh-pages"], cwd=rich.root, check=True, capture_output=True, text=True).stdout.split()  # fmt: skip
    assert {
        "1.0/runbooks/disk-full/index.html",
        "1.0/proofbook/results.json",
        "1.0/objects.inv",
        "versions.json",
    } <= set(names)


def test_instant_navigation(rich: Site, browser: Browser) -> None:
    """Going to and fro without loading pages anew sets each of them up once."""
    configure(rich, features="navigation.instant")
    config = rich.root / "mkdocs.yml"
    assert rich.mkdocs("build", "-q", PROOFBOOK_RESULTS="read").code == 0
    with Serving(rich.root / "site") as base:
        config.write_text(config.read_text().replace("https://example.org/docs/", base))
        rich.mkdocs("build", "-q", PROOFBOOK_RESULTS="read")
        with Visit(browser, base, "proof/checks/", DESKTOP) as visit:
            visit.page.evaluate("window.stayed = true")
            for name in ("runbooks/", "proof/checks/"):
                visit.page.evaluate(f"document.querySelector('.md-nav a[href$=\"{name}\"]').click()")
                visit.page.wait_for_url(f"{base}{name}")
                visit.page.wait_for_selector("form.pb-facets")
            assert (1, True) == (visit.page.locator("form.pb-facets").count(), visit.page.evaluate("window.stayed"))
            assert [] == visit.complaints


def test_from_a_folder(rich: Site, browser: Browser) -> None:
    """An offline copy opened from the disk: filters, evidence and ages work without any server."""
    configure(rich, plugins="  - offline\n")
    assert rich.mkdocs("build", "-q", PROOFBOOK_RESULTS="read").code == 0
    base = Path(rich.root / "site").as_uri() + "/"
    with Visit(browser, base, "proof/checks.html?status=failed", DESKTOP) as visit:
        visible = [row for row in visit.page.locator("tbody tr").all() if row.is_visible()]
        assert 1 == len(visible)
        visible[0].locator("a").first.click()
        visit.page.wait_for_url("**/runbooks/disk-full.html#missing")
        assert visit.page.locator("details#missing").get_attribute("open") is not None
        # Material's own script asks for what lets it search on a disk; the search alone lacks without it.
        assert [] == [one for one in visit.outside if "iframe-worker" not in one and not one.startswith("blob:")]

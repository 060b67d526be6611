"""`make screenshots`: the README's pictures, and with a folder as argument every page in every look, to be looked at."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browsing import DESKTOP, FLAGS, PHONE, Serving, Visit
from tests.sites import REPOSITORY

LOOKS = {"desktop": (DESKTOP, "light"), "dark": (DESKTOP, "dark"), "phone": (PHONE, "light")}
#: What the README shows: the picture's name, the page and its look.
README = {
    "readiness": ("", "desktop"),
    "runbook": ("runbooks/deploy-blue-green/", "desktop"),
    "runbook-phone": ("runbooks/deploy-blue-green/", "phone"),
}


def picture(browser: Browser, base: str, path: str, look: str, file: Path, *, whole: bool) -> None:
    """One page in one look."""
    size, scheme = LOOKS[look]
    with Visit(browser, base, path, size, color_scheme=scheme) as visit:
        visit.page.screenshot(path=file, full_page=whole)


def main(arguments: list[str]) -> None:
    """Without arguments, the README's pictures; else `FOLDER PAGE…`, each page in every look, whole."""
    folder = Path(arguments[0]) if arguments else REPOSITORY / "docs/assets/pictures"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [(path.strip("/").replace("/", "-") or "home", path, look) for path in arguments[1:] for look in LOOKS]
    chromium = shutil.which("chromium") or "chromium"
    with Serving(REPOSITORY / "site") as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for name, path, look in wanted:
            picture(browser, base, path, look, folder / f"{name}-{look}.png", whole=True)
        for name, (path, look) in ({} if arguments else README).items():
            picture(browser, base, path, look, folder / f"{name}.png", whole=False)


if __name__ == "__main__":
    main(sys.argv[1:])

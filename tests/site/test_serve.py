"""`mkdocs serve`: a typo is a page, not the end; once it is mended, the pages follow."""

from __future__ import annotations

import html
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from proofbook.run.ports import free_ports
from tests.run.test_checks import book
from tests.sites import BIN, Site

GREEN = book("{id: there, file: {path: docs/index.md}, expect: {exists: true}}")
BROKEN = GREEN.replace("expect:", "expects:")


@pytest.fixture
def serve(site: Site) -> Iterator[Callable[[str, str], str]]:
    """Waits until a page of the served site says something."""
    [port] = free_ports(1)
    started: list[subprocess.Popen[str]] = []

    def until(path: str, words: str) -> str:
        if not started:
            started.append(site.start(str(BIN / "mkdocs"), "serve", "-a", f"127.0.0.1:{port}"))
        deadline, page = time.monotonic() + 60, ""
        while words not in page and time.monotonic() < deadline:
            time.sleep(0.2)
            try:
                page = urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=30).read().decode()
            except OSError:
                continue
        assert started[0].poll() is None, started[0].communicate()
        assert words in page
        return page

    yield until
    for process in started:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=90)


@pytest.mark.parametrize("more", ["", "strict: true\nnav: [index.md, runbooks/book.md, runbooks/index.md]\n"])
def test_it_survives_a_typo(site: Site, serve: Callable[[str, str], str], more: str) -> None:
    """Broken at the start, mended, broken again: pages say so and show what was seen before, strict or not."""
    config = site.root / "mkdocs.yml"
    config.write_text(more + config.read_text())
    site.file("docs/index.md", "# Test\n\n:proof[there]\n")
    site.write(book=BROKEN)
    page = serve("proof/problems/", "The YAML is invalid")
    assert [] == [words for words in ("runbooks/book.yml:9:", "did you mean") if words not in html.unescape(page)]
    assert "1 problem in the YAML" in serve("", "1 problem in the YAML")
    site.write(book=GREEN)
    assert "Proved on this machine" in serve("runbooks/book/", "Proved on this machine")
    site.write(book=BROKEN)
    page = serve("runbooks/book/", "this page shows what was seen before")
    assert "Proved on this machine" in page
    assert 'href="../../proof/problems/"' in page


def test_unknown_ids_end_nothing(site: Site, serve: Callable[[str, str], str]) -> None:
    """While pages are written, an unknown id is marked as one."""
    site.file("docs/index.md", "# Test\n\n:proof[nobody]\n")
    site.write(book=GREEN)
    assert "unknown: nobody" in serve("", "unknown: nobody")

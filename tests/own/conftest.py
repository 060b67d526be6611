"""This repository's own site, copied, so that a test may break it."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sites import REPOSITORY, Site

PARTS = ("checks", "docs", "runbooks", "mkdocs.yml")


@pytest.fixture(scope="session")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Site]:
    """Makes a copy of everything the site is built from."""

    def copy() -> Site:
        root = tmp_path_factory.mktemp("own")
        for part in PARTS:
            source = REPOSITORY / part
            if source.is_dir():
                shutil.copytree(source, root / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, root / part)
        return Site(root)

    return copy


@pytest.fixture(scope="session")
def built(copied: Callable[[], Site]) -> Site:
    """The site, built for real: its drill has been executed."""
    site = copied()
    done = site.mkdocs("build")
    assert (done.code, "WARNING" in done.err) == (0, False), done.err
    return site


@pytest.fixture(scope="session")
def served(built: Site) -> Iterator[str]:
    """The address of the built site."""
    with Serving(built.root / "site") as base:
        yield base


class Serving:
    """A folder served over HTTP on loopback for as long as the context lasts."""

    def __init__(self, folder: Path) -> None:
        handler = functools.partial(_Quiet, directory=str(folder))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def __enter__(self) -> str:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}/"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass

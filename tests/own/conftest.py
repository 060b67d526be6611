"""This repository's own site, copied, so that a test may break it."""

from __future__ import annotations

import compileall
import shutil
from collections.abc import Callable, Iterator

import pytest

from tests.browsing import Serving
from tests.sites import REPOSITORY, Site

PARTS = ("checks", "docs", "plugins", "runbooks", "mkdocs.yml", "mkdocs.full.yml", "pyproject.toml")


@pytest.fixture(scope="session")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Site]:
    """Makes a copy of everything the site is built from."""
    # what is compiled once need not be compiled by each of a dozen programs in every copy
    compileall.compile_dir(REPOSITORY / "checks", quiet=1)

    def copy() -> Site:
        root = tmp_path_factory.mktemp("own")
        for part in PARTS:
            source = REPOSITORY / part
            if source.is_dir():
                shutil.copytree(source, root / part)
            else:
                shutil.copy(source, root / part)
        # The copy's lab is not the one whose coverage is asked for, and it has drills to do in time.
        return Site(root, measured=False)

    return copy


@pytest.fixture(scope="session")
def built(copied: Callable[[], Site]) -> Site:
    """The site, built for real: its drill has been executed."""
    site = copied()
    done = site.mkdocs("build", timeout=900)
    assert (done.code, "WARNING" in done.err) == (0, False), done.err
    return site


@pytest.fixture(scope="session")
def served(built: Site) -> Iterator[str]:
    """The address of the built site."""
    with Serving(built.root / "site") as base:
        yield base

"""Pages of a small site, made without MkDocs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.sites import Site


@pytest.fixture
def made(site: Site) -> Callable[[], dict[str, str]]:
    """Runs the site and gives the Markdown of every page by its path."""

    def make() -> dict[str, str]:
        return {page.uri: page.markdown for page in site.published().pages}

    return make


def row(markdown: str, words: str) -> list[str]:
    """The cells of the first table row that has these words."""
    line = next(line for line in markdown.splitlines() if line.startswith("|") and words in line)
    return [cell.strip() for cell in line.strip("|").split("|")]

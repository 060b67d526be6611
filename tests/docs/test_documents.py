"""The documents that the reference shows: valid together, and every key of every kind is in one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from checks.documents import EXAMPLES, examples, found, keys
from proofbook.load import load, read_site
from proofbook.schema import KIND_NAMES
from tests.sites import Site


def test_they_are_valid_together(tmp_path: Path) -> None:
    """Without a problem, in a site with their owners."""
    shutil.copytree(EXAMPLES, tmp_path / "runbooks")
    site = Site(tmp_path).settings(owners="{platform: {name: Platform}, release: {name: Release}}")
    read = read_site(site.root / "mkdocs.yml")
    loaded = load(read.root, read.settings)
    assert () == loaded.problems
    assert len(list(EXAMPLES.iterdir())) == loaded.files


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_every_key_has_an_example(kind: str) -> None:
    """A key that is new needs one in tests/docs/documents; `make reference` puts it on the page."""
    every = [data for _, data in examples(kind)]
    paths = {path for path, _, _ in keys(kind)}
    lacking = {path for path in paths if not any(found(data, path) for data in every)}
    assert lacking == set()

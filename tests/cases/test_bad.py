"""Mistakes that people make, and the exact text they read. A case is a file: NAME.yml or NAME/, and NAME.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases.casing import CASES, agree, names, site_of, validate

BAD = CASES / "bad"
#: Cases of several mistakes on purpose. In all others one mistake is one problem.
SEVERAL = {
    "five-mistakes-in-two-files": 5,
    "broken-file-hides-no-other-mistake": 2,
    "several-in-one-file": 6,
    "several-of-every-kind": 5,
    "bounds-crossed": 4,
    "words-of-other-tools": 4,
}


@pytest.mark.parametrize("name", names("bad"))
def test_bad(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole output is as reviewed, the exit code is 2, and one mistake is one problem."""
    site = site_of(BAD / name, tmp_path)
    done = validate(site.root, monkeypatch)
    assert (2, "") == (done.exit_code, done.stdout), done.stderr
    agree(BAD / f"{name}.txt", done.stderr)
    many = SEVERAL.get(name, 1)
    assert done.stderr.endswith(f"\n{many} problem{'s' if many > 1 else ''}\n")

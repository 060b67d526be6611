"""Files of a project by a pattern."""

from pathlib import Path

import pytest

from proofbook import project_files
from proofbook.project_files import files_matching


def test_files_inside_the_project(tmp_path: Path) -> None:
    """By name, at any depth; no folders, nothing of git's, nothing that a link leads out to."""
    root = tmp_path / "project"
    for name in ("b.yml", "a/b/c.yml", ".git/d.yml", "folder.yml/x"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    (tmp_path / "outside.yml").touch()
    (root / "link.yml").symlink_to(tmp_path / "outside.yml")
    assert files_matching(root, "**/*.yml") == ("a/b/c.yml", "b.yml")
    assert files_matching(root, "a/**") == ("a/b/c.yml",)


@pytest.mark.parametrize("pattern", ["/etc/*", "../*", "a/../../b", "a**b/"])
def test_patterns_that_make_no_sense(tmp_path: Path, pattern: str) -> None:
    """They lead out of the project, or are no patterns."""
    with pytest.raises(ValueError, match="pattern"):
        files_matching(tmp_path, pattern)


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pattern that matches more than anyone means is refused."""
    monkeypatch.setattr(project_files, "MOST", 2)
    for at in range(3):
        (tmp_path / f"{at}.yml").touch()
    with pytest.raises(ValueError, match="matches more than 2 files"):
        files_matching(tmp_path, "*.yml")

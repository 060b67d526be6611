"""Cases are files: NAME.yml or a folder NAME/, and beside it the golden NAME.txt or NAME.json."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from proofbook.check_types.registry import check_types
from proofbook.cli import main
from proofbook.model.check import USE
from proofbook.nearest import listed
from proofbook.schema import KIND_NAMES
from tests.sites import Site

CASES = Path(__file__).parent
#: What a case's site has, where the case brings no `settings.yml` of its own.
SETTINGS = """\
owners:
  platform: {name: Platform}
  release: {name: Release management}
"""


def names(folder: str) -> list[str]:
    """The cases of a folder: every document and every folder of documents in it."""
    found = (CASES / folder).iterdir()
    return sorted(path.stem for path in found if path.suffix == ".yml" or (path.is_dir() and not path.suffix))


def site_of(case: Path, root: Path) -> Site:
    """A site that holds the documents of a case, with its settings."""
    folder = case.with_suffix("") if case.with_suffix("").is_dir() else None
    site = Site(root)
    runbooks = root / "runbooks"
    settings = SETTINGS
    if folder is None:
        runbooks.mkdir()
        shutil.copy(case.with_suffix(".yml"), runbooks)
    else:
        shutil.copytree(folder, runbooks, symlinks=True)
        own = runbooks / "settings.yml"
        if own.exists():
            settings = own.read_text()
            own.unlink()
    indented = "".join(f"      {line}\n" for line in settings.splitlines())
    site.file("mkdocs.yml", f"site_name: Case\nplugins:\n  - proofbook:\n{indented}")
    return site


def validate(root: Path, patch: pytest.MonkeyPatch, *arguments: str) -> Result:
    """What `proofbook validate` prints and how it ends, in this process: real processes have tests of their own."""
    patch.chdir(root)
    return CliRunner().invoke(main, ["validate", *arguments])


def agree(golden: Path, text: str) -> None:
    """The text is that of the golden file; UPDATE_GOLDENS=1 writes it, and its diff is for a reviewer.

    Of check types, kinds, keys and facts there are more every month: a golden does not list them.
    """
    for names_, short in ((", ".join([*check_types(), USE]), "CHECK TYPES"), (listed(KIND_NAMES), "KINDS")):
        text = text.replace(names_, short)
    text = re.sub(r"(expected: one of|a map of) `[^`]+`(?:, `[^`]+`)+(?: and \d+ more)?", r"\1 KEYS", text)
    text = re.sub(r"one of [a-z0-9_]+(?:, [a-z0-9_]+){6,}(?: and \d+ more)?", "one of FACTS", text)
    if os.environ.get("UPDATE_GOLDENS") == "1":
        golden.write_bytes(text.encode())
    wanted = (
        golden.read_bytes().decode() if golden.exists() else f"(no {golden.name}: UPDATE_GOLDENS=1 pytest writes it)"
    )
    assert wanted == text

"""What a machine refuses is no bug of ours: a full disk, a folder that may only be read, a reader that has gone."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from proofbook.cli import main
from proofbook.mkdocs import Ended, ProofbookPlugin
from proofbook.run import write_whole
from proofbook.starting.templates import write_new
from tests.sites import Site

CHECKLIST = """
kind: checklist
id: launch
title: Launch
sections:
  - id: all
    title: All
    items: [{id: signed, title: Signed, attest: {role: boss}}]
"""
COMMANDS = (
    ("attest", "signed", "--by", "Ada"),
    ("links",),
    ("export", "docs", "--out", "out"),
    ("schema", "--all", "schemas"),
)


@pytest.fixture
def here(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site with something to sign, and the working directory in it."""
    monkeypatch.chdir(site.settings().write(launch=CHECKLIST).root)
    site.file("docs/index.md", "# Home\n")
    assert call("run").exit_code == 3
    return site


def call(*arguments: str) -> Result:
    """The command in this process."""
    return CliRunner().invoke(main, arguments)


def files(root: Path) -> set[str]:
    """Every file of a site but what export writes, which says itself what is its own."""
    found = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return {one for one in found if not one.startswith("out/")}


def full(*_: Any, **__: Any) -> Any:
    """A disk without space."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda one: one[0])
def test_full_disk(here: Site, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]) -> None:
    """It is said in a line, with exit code 2, and no half of a file stays behind."""
    before = files(here.root)
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        patch.setattr("pathlib.Path.write_bytes", full)
        patch.setattr("pathlib.Path.write_text", full)
        done = call(*arguments)
    assert (2, "") == (done.exit_code, done.stdout)
    assert "No space left on device" in done.stderr
    assert (done.stderr.count("\n"), files(here.root)) == (1, before)


def test_new_leaves_no_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty document would break the site that it was made for."""

    def opened(path: Path, *_: Any, **__: Any) -> Any:
        path.touch()
        return Unwritable()

    monkeypatch.setattr("pathlib.Path.open", opened)
    with pytest.raises(OSError, match="No space left"):
        write_new(tmp_path / "disk-full.yml", "kind: runbook\n")
    assert [] == list(tmp_path.iterdir())


class Unwritable(StringIO):
    """A file on a full disk."""

    write = full


def test_the_file_that_was_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names it, not the one beside it; what stood there stays, and its mode."""
    target = tmp_path / "results.json"
    write_whole(b"old", target)
    target.chmod(0o600)
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(OSError, match=r"No space left on device: '.*/results\.json'"):
            write_whole(b"new", target)
    assert (b"old", [target]) == (target.read_bytes(), list(tmp_path.iterdir()))
    write_whole(b"new", target)
    assert (b"new", 0o600) == (target.read_bytes(), target.stat().st_mode & 0o777)


def test_export_goes_on(here: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """An export that broke off is gone on with, not taken for somebody else's folder."""
    whole = Path.write_bytes
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.write_bytes", stopping(whole))
        assert call("export", "docs", "--out", "out").exit_code == 2
    assert call("export", "docs", "--out", "out").exit_code == 0


def stopping(whole: Callable[[Path, bytes], int]) -> Callable[[Path, bytes], int]:
    """Writing that works twice."""
    written: list[Path] = []

    def write(path: Path, data: bytes) -> int:
        written.append(path)
        return whole(path, data) if len(written) < 3 else full()

    return write


def test_reader_has_gone(here: Site) -> None:
    """`proofbook schema runbook | head -1` prints no trace; what nobody could read is no pass either."""
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "proofbook", "schema", "runbook"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, cwd=here.root, check=False, timeout=60)
    os.close(write)
    assert (130, b"") == (done.returncode, done.stderr)


def test_build_on_a_full_disk() -> None:
    """MkDocs ends as for wrong usage: 1 would say that a check failed. Faults of others are left to it."""
    with pytest.raises(Ended, match="No space left on device; the site that was there is left as it was") as caught:
        ProofbookPlugin().on_build_error(error=OSError(errno.ENOSPC, "No space left on device"))
    assert caught.value.code == 2
    ProofbookPlugin().on_build_error(error=ValueError("a theme's"))

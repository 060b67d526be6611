"""Files that git cannot keep, or that are too large for it: pipes, what may not be read, megabytes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cases.casing import CASES, SETTINGS, agree
from tests.sites import BIN, Site

BOOK = (CASES / "good/runbook-smallest.yml").read_text()


def closed(path: Path) -> None:
    """May not be read, nor looked into."""
    path.chmod(0)


def unreadable_file(runbooks: Path) -> None:
    (runbooks / "secret.yml").write_text(BOOK)
    closed(runbooks / "secret.yml")


def unreadable_folder(runbooks: Path) -> None:
    (runbooks / "secret").mkdir()
    (runbooks / "secret/book.yml").write_text(BOOK)
    closed(runbooks / "secret")


def pipe(runbooks: Path) -> None:
    os.mkfifo(runbooks / "pipe.yml")


def endless_device(runbooks: Path) -> None:
    (runbooks / "zero.yml").symlink_to("/dev/zero")


def huge_file(runbooks: Path) -> None:
    (runbooks / "huge.yml").write_text(BOOK + "# more\n" * 200_000)


def linked_folder(runbooks: Path) -> None:
    """A link to a folder of the project is entered, once, although it leads back to itself."""
    (runbooks.parent / "more").mkdir()
    (runbooks.parent / "more/wrong.yml").write_text("kind: runbok\n")
    (runbooks / "more").symlink_to("../more")
    (runbooks.parent / "more/back").symlink_to("../runbooks")


def folder_elsewhere(runbooks: Path) -> None:
    """A link to a folder outside is not entered, as a link to a file there is not read: its lines would be shown."""
    (runbooks / "elsewhere").symlink_to("/etc")
    (runbooks / ".hidden").symlink_to("/etc")


def odd_names(runbooks: Path) -> None:
    """Every ending that looks like YAML is read, whatever its case; hidden files and folders are not."""
    (runbooks / "loud.YML").write_text("kind: runbok\n")
    (runbooks / "long.yaml").write_text("kind: runbok\n")
    (runbooks / ".hidden").mkdir()
    for name in (".hidden/a.yml", ".b.yml", "c.yml~", "d.txt"):
        (runbooks / name).write_text("kind: runbok\n")


MADE: dict[str, Callable[[Path], None]] = {
    make.__name__.replace("_", "-"): make
    for make in (
        unreadable_file,
        unreadable_folder,
        pipe,
        endless_device,
        huge_file,
        linked_folder,
        folder_elsewhere,
        odd_names,
    )
}


@pytest.mark.parametrize("name", MADE)
def test_files(name: str, tmp_path: Path) -> None:
    """Each ends at once with 2 and the text that was reviewed. The process lacks root's right to read everything."""
    site = Site(tmp_path).settings(allow="{files: true}")
    site.file(
        "mkdocs.yml",
        "site_name: Case\nplugins:\n  - proofbook:\n" + "".join(f"      {x}\n" for x in SETTINGS.splitlines()),
    )
    (tmp_path / "runbooks").mkdir()
    MADE[name](tmp_path / "runbooks")
    argv = [str(BIN / "proofbook"), "validate"]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root reads everything, and there is no setpriv to forbid it")
        argv = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all", *argv]
    done = site.program(*argv, timeout=20)
    assert (2, "") == (done.code, done.out)
    agree(CASES / f"files/{name}.txt", done.err)

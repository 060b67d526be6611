"""A site built beside the one that is there, and put in its place only when it is whole."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path


class Staging:
    """A folder to build into. Dropped when the process ends without `publish`."""

    def __init__(self, site: Path) -> None:
        self.site = site
        site.parent.mkdir(parents=True, exist_ok=True)
        _sweep(site)
        # Beside the site, so that taking its place is a rename within one file system.
        self.folder = Path(tempfile.mkdtemp(prefix=f"{_prefix(site)}{os.getpid()}-", dir=site.parent))
        self.folder.chmod(0o755)
        atexit.register(self.drop)

    def publish(self) -> None:
        """Take the place of the old site. Hidden entries, as a `.git` of a worktree, move along."""
        old = self.folder.with_name(self.folder.name + "-old")
        if self.site.exists():
            for entry in self.site.iterdir():
                if entry.name.startswith(".") and not (self.folder / entry.name).exists():
                    shutil.move(entry, self.folder / entry.name)
            self.site.rename(old)
        self.folder.rename(self.site)
        shutil.rmtree(old, ignore_errors=True)

    def drop(self) -> None:
        """Leave nothing behind."""
        atexit.unregister(self.drop)
        shutil.rmtree(self.folder, ignore_errors=True)


def _prefix(site: Path) -> str:
    return f".{site.name}-building-"


def _sweep(site: Path) -> None:
    """Remove what builds left that were killed without a chance to clean up."""
    for left in site.parent.glob(f"{_prefix(site)}*"):
        pid = left.name.removeprefix(_prefix(site)).partition("-")[0]
        if pid.isdigit() and not _alive(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

"""Copies of a SQLite file, by SQLite's own online backup."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from checks.lab.contents import Held, held_in
from checks.lab.errors import LabError


class SqliteCopies:
    """Of one file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def make(self, copy: Path) -> None:
        """See `Copies.make`."""
        try:
            with (
                closing(sqlite3.connect(f"{self._file.absolute().as_uri()}?mode=ro", uri=True)) as old,
                closing(sqlite3.connect(copy)) as new,
            ):
                old.backup(new)
                new.execute("PRAGMA journal_mode = WAL")
        except sqlite3.Error as error:
            raise LabError(f"{self._file.name} cannot be backed up: {error}") from None

    def held(self, copy: Path) -> Held:
        """See `Copies.held`: SQLite looks first whether it is whole."""
        try:
            with closing(sqlite3.connect(copy)) as opened:
                [verdict] = opened.execute("PRAGMA integrity_check").fetchone()
                if verdict == "ok":
                    return held_in(opened)
        except sqlite3.DatabaseError as error:
            verdict = str(error)
        raise LabError(f"the copy is damaged: {verdict}")

    def put(self, copy: Path) -> None:
        """See `Copies.put`. Who has the lost file open still notices by the new one's identity."""
        with TemporaryDirectory(dir=self._file.parent) as folder:  # to be replaced, it must be on the same disk
            new = Path(folder) / "new"
            shutil.copyfile(copy, new)
            for one in self._beside():
                one.unlink(missing_ok=True)
            new.replace(self._file)

    def lose(self) -> list[str]:
        """See `Copies.lose`."""
        gone = [path for path in (self._file, *self._beside()) if path.exists()]
        for path in gone:
            path.unlink()
        return [path.name for path in gone]

    def _beside(self) -> list[Path]:
        return [Path(f"{self._file}{rest}") for rest in ("-wal", "-shm")]

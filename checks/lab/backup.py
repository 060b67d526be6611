"""Backups of the database: whole, encrypted, checked when they are made and again when they are used."""

import json
import os
import secrets
import sqlite3
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from checks.lab.contents import Held, held_in
from checks.lab.errors import LabError

KEPT = 7
NONCE_BYTES, KEY_BYTES = 12, 32
PURPOSE = b"researchhub backup"


class Backups:
    """A folder of encrypted backups, and beside it the key that opens them (mode 0600)."""

    def __init__(self, directory: Path, file: Path | None) -> None:
        self._folder = directory / "backups"
        self._key = directory / "backup.key"
        self._kept_in = file

    def take(self) -> dict[str, Any]:
        """Make one, open it again to be sure, and drop all but the newest seven; what is in it."""
        begun = monotonic()
        with TemporaryDirectory(dir=self._made_folder()) as folder:
            copy = Path(folder) / "copy.sqlite"
            _copy(self._file(), copy)
            plain = copy.read_bytes()
            held = _held(copy)
        made = datetime.now(UTC)
        path = self._folder / f"{made:%Y%m%dT%H%M%S.%f}.backup"
        nonce = secrets.token_bytes(NONCE_BYTES)
        about = {"made": made.isoformat(), **asdict(held)}
        sealed = AESGCM(self._secret()).encrypt(nonce, json.dumps(about).encode() + b"\n" + plain, PURPOSE)
        path.write_bytes(nonce + sealed)
        self._open(path)
        for old in self._paths()[:-KEPT]:
            old.unlink()
        return {"backup": path.name, "bytes": path.stat().st_size, "seconds": round(monotonic() - begun, 3), **about}

    def restore(self) -> dict[str, Any]:
        """Put the newest backup in the database's place; a `LabError` when it is not what was backed up."""
        begun = monotonic()
        path = self._newest()
        about, plain = self._open(path)
        file = self._file()
        with TemporaryDirectory(dir=file.parent) as folder:
            copy = Path(folder) / "copy.sqlite"
            copy.write_bytes(plain)
            held, wanted = _held(copy), Held(about["rows"], about["sha256"])
            if held != wanted:
                raise LabError(f"{path.name} holds {held}, not {wanted}: nothing was restored")
            for rest in ("-wal", "-shm"):
                Path(f"{file}{rest}").unlink(missing_ok=True)
            copy.replace(file)
        return {
            "backup": path.name,
            "made": about["made"],
            "rows": held.rows,
            "sha256_backed_up": wanted.sha256,
            "sha256_restored": held.sha256,
            "same": held == wanted,
            "seconds": round(monotonic() - begun, 3),
        }

    def inspect(self) -> dict[str, Any]:
        """What the newest backup gives away to whoever lacks the key: tried, not claimed."""
        path = self._newest()
        sealed = path.read_bytes()
        return {
            "backup": path.name,
            "kept": len(self._paths()),
            "bytes": len(sealed),
            "shows_a_database": b"SQLite format 3" in sealed or b"Synthetic study" in sealed,
            "opens_with_another_key": _opens(secrets.token_bytes(KEY_BYTES), sealed),
            "opens_when_changed": _opens(self._secret(), sealed[:-1] + bytes([sealed[-1] ^ 1])),
            "opens_with_its_key": _opens(self._secret(), sealed),
            "key_mode": f"{self._key.stat().st_mode & 0o777:04o}",
        }

    def _open(self, path: Path) -> tuple[dict[str, Any], bytes]:
        sealed = path.read_bytes()
        try:
            opened = AESGCM(self._secret()).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], PURPOSE)
        except InvalidTag:
            raise LabError(f"{path.name} was changed, or was made with another key") from None
        about, _, plain = opened.partition(b"\n")
        return json.loads(about), plain

    def _secret(self) -> bytes:
        if not self._key.exists():
            descriptor = os.open(self._key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(AESGCM.generate_key(KEY_BYTES * 8))
        return self._key.read_bytes()

    def _paths(self) -> list[Path]:
        return sorted(self._folder.glob("*.backup"))

    def _newest(self) -> Path:
        if not (paths := self._paths()):
            raise LabError(f"there is no backup in {self._folder}")
        return paths[-1]

    def _made_folder(self) -> Path:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        return self._folder

    def _file(self) -> Path:
        if (file := self._kept_in) is None:
            raise LabError("PostgreSQL is backed up with its own pg_dump, not with this command")
        return file


def lose(file: Path) -> list[str]:
    """Destroy the database, as a lost disk does; the names of the files that are gone."""
    gone = [path for path in (file, Path(f"{file}-wal"), Path(f"{file}-shm")) if path.exists()]
    for path in gone:
        path.unlink()
    return [path.name for path in gone]


def _copy(source: Path, target: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
            new.execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error as error:
        raise LabError(f"{source.name} cannot be backed up: {error}") from None


def _held(file: Path) -> Held:
    """What a copy holds; a `LabError` when SQLite finds it damaged."""
    try:
        with closing(sqlite3.connect(file)) as copy:
            [verdict] = copy.execute("PRAGMA integrity_check").fetchone()
            if verdict == "ok":
                return held_in(copy)
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    raise LabError(f"the copy is damaged: {verdict}")


def _opens(key: bytes, sealed: bytes) -> bool:
    try:
        AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], PURPOSE)
    except InvalidTag:
        return False
    return True

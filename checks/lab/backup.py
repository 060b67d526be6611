"""Backups of the database: whole, encrypted, checked when they are made and again when they are used."""

import json
import os
import secrets
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from checks.lab.contents import Held
from checks.lab.copies import Copies
from checks.lab.errors import LabError

KEPT = 7
NONCE_BYTES, KEY_BYTES = 12, 32
PURPOSE = b"researchhub backup"
MARKS = (b"SQLite format 3", b"PGDMP", b"Synthetic study")
"""What a backup in the clear would show: how files of either database begin, and what the lab's papers say."""


class Backups:
    """A folder of encrypted backups, and beside it the key that opens them (mode 0600)."""

    def __init__(self, directory: Path, copies: Copies) -> None:
        self._folder = directory / "backups"
        self._key = directory / "backup.key"
        self._copies = copies

    def take(self) -> dict[str, Any]:
        """Make one, open it again to be sure, and drop all but the newest seven; what is in it."""
        begun = monotonic()
        with TemporaryDirectory(dir=self._made_folder()) as folder:
            copy = Path(folder) / "copy"
            self._copies.make(copy)
            plain = copy.read_bytes()
            held = self._copies.held(copy)
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
        with TemporaryDirectory(dir=self._folder) as folder:
            copy = Path(folder) / "copy"
            copy.write_bytes(plain)
            held, wanted = self._copies.held(copy), Held(about["rows"], about["sha256"])
            if held != wanted:
                raise LabError(f"{path.name} holds {held}, not {wanted}: nothing was restored")
            self._copies.put(copy)
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
            "shows_a_database": any(mark in sealed for mark in MARKS),
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


def _opens(key: bytes, sealed: bytes) -> bool:
    try:
        AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], PURPOSE)
    except InvalidTag:
        return False
    return True

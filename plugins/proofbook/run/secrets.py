"""Secrets: read when they are first used, masked from then on, and kept to where they are granted."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from msgspec.structs import replace

from proofbook.errors import CouldNotLook, Refused
from proofbook.masking import SHORTEST, Mask
from proofbook.model.settings import Allow, Secret


class Secrets(Mapping[str, str]):
    """The secrets of a run, by name. Looking one up reads it, and makes `mask` know it.

    Raises:
        CouldNotLook: on looking up one that is not set, or too short to be masked.
    """

    def __init__(self, granted: Mapping[str, Secret], root: Path) -> None:
        self.mask = Mask()
        self._granted = granted
        self._root = root
        self._read: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self._read:
            value = self._value(name, self._granted[name])
            self.mask.add(name, value)
            self._read[name] = value
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._granted)

    def __len__(self) -> int:
        return len(self._granted)

    def narrowed(self, allow: Allow, names: AbstractSet[str]) -> Allow:
        """What may be done with all of these secrets at once; never more than `allow`."""
        used = [self._granted[name] for name in sorted(names & set(self._granted))]
        hosts = tuple(host for host in allow.network if all(host in one.hosts for one in used))
        return replace(allow, network=hosts, commands=allow.commands and all(one.commands for one in used))

    def permit_programs(self, names: AbstractSet[str]) -> None:
        """Raises `Refused` unless programs may get all of these secrets."""
        for name in sorted(names & set(self._granted)):
            if not self._granted[name].commands:
                raise Refused(f"{name} may not go to programs: grant it `commands: true` in `secrets:` in mkdocs.yml")

    def _value(self, name: str, granted: Secret) -> str:
        value = self._from_file(name, granted.file) if granted.file else os.environ.get(granted.env or name, "")
        if not value:
            where = granted.file or f"the environment variable {granted.env or name}"
            raise CouldNotLook(f"the secret {name} is empty: set {where}")
        if len(value) < SHORTEST:
            raise CouldNotLook(f"the secret {name} has fewer than {SHORTEST} characters: it could not be masked")
        return value

    def _from_file(self, name: str, file: str) -> str:
        try:
            return (self._root / file).read_text().rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise CouldNotLook(f"the secret {name} cannot be read from {file}: {error}") from None

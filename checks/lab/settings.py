"""Where the lab's parts live: a directory and ports on this machine, read from the process environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from checks.lab.errors import UsageError

Colour = Literal["blue", "green"]
Provider = Literal["primary", "standby"]
ROLES = ("reader", "editor", "operator", "admin")
COLOURS: tuple[Colour, ...] = get_args(Colour)
PROVIDERS: tuple[Provider, ...] = get_args(Provider)
ADDRESS = "127.0.0.1"
SET_BY = "Proofbook's environment `lab` sets it when it starts the services"


@dataclass(frozen=True, slots=True)
class Lab:
    """The scratch directory, and the TCP port of each part; every port is on 127.0.0.1."""

    directory: Path
    edge: int
    secured: int
    admin: int
    load: int
    probe: int
    applications: Mapping[Colour, int]
    agents: Mapping[Colour, int]
    citations: Mapping[Provider, int]
    database_url: str
    redis: int | None = None

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> "Lab":
        """Read the `LAB_` variables; a missing or wrong one is a `UsageError` that names it."""
        directory = Path(_text(environ, "LAB_DIR"))
        return cls(
            directory=directory,
            edge=_port(environ, "LAB_EDGE"),
            secured=_port(environ, "LAB_SECURED"),
            admin=_port(environ, "LAB_ADMIN"),
            load=_port(environ, "LAB_LOAD"),
            probe=_port(environ, "LAB_PROBE"),
            applications={"blue": _port(environ, "LAB_BLUE"), "green": _port(environ, "LAB_GREEN")},
            agents={"blue": _port(environ, "LAB_BLUE_AGENT"), "green": _port(environ, "LAB_GREEN_AGENT")},
            citations={"primary": _port(environ, "LAB_CITATIONS"), "standby": _port(environ, "LAB_CITATIONS_STANDBY")},
            database_url=environ.get("LAB_DATABASE_URL") or f"sqlite:///{directory.absolute()}/papers.sqlite",
            redis=_port(environ, "LAB_REDIS") if environ.get("LAB_REDIS") else None,
        )

    @property
    def database_file(self) -> Path | None:
        """The SQLite file; None where a server keeps the data."""
        kind, _, path = self.database_url.partition(":///")
        return Path(path) if kind == "sqlite" else None

    @property
    def seed(self) -> str:
        """What the lab's own API keys are made of: the folder's name, random and new at each start."""
        return str(self.directory)


def port_of(name: str, environ: Mapping[str, str] = os.environ) -> int:
    """A port that only some environments have; a `UsageError` where this one does not."""
    return _port(environ, name)


def _text(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "")
    if not value:
        raise UsageError(f"{name} is not set: {SET_BY}")
    return value


def _port(environ: Mapping[str, str], name: str) -> int:
    value = _text(environ, name)
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65535):
        raise UsageError(f"{name} must be a port between 1 and 65535, not {value!r}: {SET_BY}")
    return int(value)

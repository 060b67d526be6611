"""What the world tells of the machine that the check runs on."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Words = Annotated[str, Meta(min_length=1)]


class Sought(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which processes: those that everything said here holds for."""

    name: Annotated[Words | None, Meta(description="Name of the program, exactly.", examples=["nginx"])] = None
    cmdline: Annotated[
        Words | None,
        Meta(
            description="Regular expression (RE2) found in its command line, arguments joined by spaces.",
            examples=["-m http\\.server"],
        ),
    ] = None
    pid_file: Annotated[
        Words | None, Meta(description="File that holds its process id, from the project root or absolute.")
    ] = None


class Processes(Struct, frozen=True, kw_only=True):
    """The processes that were found alive, measured together; ages are in seconds."""

    pids: tuple[int, ...]
    zombies: int
    rss_bytes: int
    cpu_percent: float
    threads: int
    users: tuple[str, ...]
    ages: tuple[float, ...]


class Disk(Struct, frozen=True, kw_only=True):
    """The file system that a path lies on, as a user without privileges can fill it."""

    total_bytes: int
    free_bytes: int
    used_bytes: int
    used_percent: float
    inodes: int
    inodes_free: int


class Memory(Struct, frozen=True, kw_only=True):
    """The machine's memory, in bytes."""

    total: int
    available: int
    swap_total: int
    swap_used: int

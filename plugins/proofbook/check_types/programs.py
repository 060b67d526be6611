"""What is asked of the world about programs, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct


class Finished(Struct, frozen=True, kw_only=True):
    """A program that ended by itself."""

    exit_code: int
    stdout: str
    stderr: str
    duration_ms: float
    truncated: bool


class Program(Struct, frozen=True, kw_only=True):
    """A program to run to its end. `cwd` is a folder of the project; `environ` is added to what children see."""

    argv: tuple[str, ...]
    cwd: str = "."
    environ: Mapping[str, str] = {}
    stdin: str | None = None


class Text(str):
    """Text where a reference may stand for a number: it is written as YAML writes it."""

    __slots__ = ()


Folder = Annotated[str, Meta(min_length=1, description="Folder of the project to run in.", examples=["deploy"])]
Environ = Annotated[
    dict[str, Text],
    Meta(description="Variables added to its environment.", examples=[{"BASE_URL": "${{ env.base_url }}"}]),
]
Input = Annotated[Text, Meta(description="What it reads from its standard input; otherwise nothing.")]


class Invocation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A program with all that it is given."""

    argv: Annotated[tuple[Text, ...], Meta(min_length=1, description="Program and arguments; no shell sees them.")]
    cwd: Folder = "."
    env: Environ = {}
    stdin: Input | None = None


Argv = Annotated[
    tuple[Text, ...],
    Meta(
        min_length=1,
        description="Program and arguments; no shell sees them. It runs in the project root. "
        "As a map with `argv`, also `cwd`, `env` and `stdin`.",
        examples=[["git", "status", "--porcelain"]],
    ),
]


def program(given: tuple[str, ...] | Invocation) -> Program:
    """What to run, from either form."""
    if isinstance(given, Invocation):
        return Program(argv=given.argv, cwd=given.cwd, environ=given.env, stdin=given.stdin)
    return Program(argv=tuple(given))

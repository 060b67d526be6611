"""Look at what a line of shell says, where a program alone will not do. It must not change anything.

Variables are never pasted into it: give them under `env:` and write `"$NAME"`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from proofbook.check_types import command
from proofbook.check_types.base import Effect, Facts, World
from proofbook.check_types.programs import Environ, Folder, Input, Program


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The script, and what it is given."""

    script: Annotated[
        str,
        Meta(
            min_length=1,
            description="Read by `sh`, exactly as it is written: `${{ … }}` is refused here.",
            examples=['df -P "$FOLDER" | tail -n 1'],
        ),
    ]
    cwd: Folder = "."
    env: Environ = {}
    stdin: Input | None = None


FACTS = command.FACTS
EFFECT = Effect.COMMANDS
TIMEOUT = 30.0
PASTED = "would be pasted into what a shell reads"
#: Parameters in which no reference may stand, and why.
LITERAL = {"script": PASTED}


async def observe(params: SCHEMA, world: World) -> Facts:
    """Run the script to its end."""
    argv = ("sh", "-c", params.script)
    return await command.seen(Program(argv=argv, cwd=params.cwd, environ=params.env, stdin=params.stdin), world)

"""Look at what a program says. It must not change anything."""

from __future__ import annotations

import contextlib
import json
from typing import Annotated, Any

from msgspec import Meta

from proofbook.check_types.base import Effect, Fact, Facts, World

SCHEMA = Annotated[
    tuple[str, ...],
    Meta(
        min_length=1,
        description="Program and arguments; no shell sees them. It runs in the project root.",
        examples=[["git", "status", "--porcelain"]],
    ),
]

FACTS = {
    "exit_code": Fact("exit code; negative for a signal", "integer"),
    "stdout": Fact("what it printed, up to 1 MiB", "string"),
    "stderr": Fact("what it printed as errors, up to 1 MiB", "string"),
    "json": Fact("what it printed, parsed as JSON, by JSONPath", "object", select="jsonpath"),
    "duration_ms": Fact("milliseconds from start to end", "number"),
}
EFFECT = Effect.COMMANDS
TIMEOUT = 30.0


async def observe(params: tuple[str, ...], world: World) -> Facts:
    """Run the program to its end."""
    finished = await world.execute(params)
    facts: dict[str, Any] = {
        "exit_code": finished.exit_code,
        "stdout": finished.stdout,
        "stderr": finished.stderr,
        "duration_ms": finished.duration_ms,
    }
    # Not every program prints JSON; a path into it then selects nothing.
    with contextlib.suppress(ValueError, RecursionError):
        facts["json"] = json.loads(finished.stdout)
    return facts

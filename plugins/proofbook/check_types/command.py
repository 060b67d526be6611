"""Look at what a program says. It must not change anything."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from proofbook.check_types.base import Effect, Fact, Facts, World
from proofbook.check_types.programs import Argv, Invocation, Program, program

SCHEMA = Argv | Invocation

FACTS = {
    "exit_code": Fact("exit code; negative for a signal", "integer"),
    "stdout": Fact("what it printed, up to 1 MiB", "string"),
    "stderr": Fact("what it printed as errors, up to 1 MiB", "string"),
    "json": Fact("what it printed, parsed as JSON, by JSONPath", "object", select="jsonpath"),
    "duration_ms": Fact("milliseconds from start to end", "number"),
}
EFFECT = Effect.COMMANDS
TIMEOUT = 30.0


async def observe(params: tuple[str, ...] | Invocation, world: World) -> Facts:
    """Run the program to its end."""
    return await seen(program(params), world)


async def seen(wanted: Program, world: World) -> Facts:
    """What a program says when it is run to its end."""
    finished = await world.execute(wanted)
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

"""Look by a function of this site's own `checks/`, marked `@check`. It runs in a process of its own.

Like a program it may do whatever its author wrote; `python: true` in `allow:` says that it may.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, World
from proofbook.check_types.programs import Finished
from proofbook.errors import CouldNotLook


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"arguments": "with"}):
    """Which function, and its arguments."""

    function: Annotated[
        str,
        Meta(
            pattern=r"^[A-Za-z_][A-Za-z0-9_]*\.[A-Za-z_][A-Za-z0-9_]*$(?!\n)",
            description="FILE.FUNCTION, for a function of `checks/FILE.py`.",
            examples=["queues.oldest_job"],
        ),
    ]
    arguments: Annotated[
        dict[str, Any], Meta(description="Its arguments by name.", examples=[{"queue": "mail", "limit": 10}])
    ] = {}


FACTS = {
    "facts": Fact("what the function saw, by name", "object", select="name", example="{oldest_s: {lt: 60}}"),
    "stdout": Fact("what it printed, up to 1 MiB", "string"),
    "duration_ms": Fact("milliseconds from the start of its process to the end", "number"),
}
EFFECT = Effect.PYTHON
TIMEOUT = 30.0
LITERAL = {"function": "cannot name a function: which one it is must be known before the run"}


async def observe(params: SCHEMA, world: World) -> Facts:
    """Call the function, and take what it answers."""
    module, _, function = params.function.partition(".")
    finished = await world.call(module, function, json.dumps(params.arguments, default=str))
    return {
        "facts": _answered(finished, f"checks/{module}.py", params.function),
        "stdout": finished.stderr,
        "duration_ms": finished.duration_ms,
    }


def _answered(finished: Finished, file: str, name: str) -> dict[str, Any]:
    if finished.truncated:
        raise CouldNotLook(f"{file}: {name} returned, or printed, more than 1 MiB")
    try:
        answer = json.loads(finished.stdout)
    except ValueError:
        lines = finished.stderr.strip().splitlines() or ["it said nothing"]
        raise CouldNotLook(f"{file}: {name} ended by exit code {finished.exit_code}: {lines[-1]}") from None
    if "fault" in answer:
        place = f"{file}:{answer['line']}" if answer["line"] else file
        raise CouldNotLook(f"{place}: {answer['fault']}")
    facts: dict[str, Any] = answer["facts"]
    return facts

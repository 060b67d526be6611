"""Look whether processes run on this machine, how many, how old and how large."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from proofbook.check_types.base import Effect, Fact, Facts, World
from proofbook.check_types.machine import Sought

SCHEMA = Annotated[Sought, Meta(extra_json_schema={"minProperties": 1})]

FACTS = {
    "running": Fact("whether at least one was found", "boolean", example="true"),
    "count": Fact("how many were found, zombies left out", "integer", example="{between: [1, 4]}"),
    "pids": Fact("their process ids, in order", "list"),
    "zombies": Fact("how many of them have ended and nobody asked how", "integer", example="0"),
    "rss_bytes": Fact("memory they hold, in bytes, together", "integer", example="{lt: 500000000}"),
    "cpu_percent": Fact("processor time in a tenth of a second, 100 for one processor", "number", example="{lt: 80}"),
    "threads": Fact("their threads, together", "integer"),
    "users": Fact("who they run as", "list", example="{not: {contains: root}}"),
    "oldest_s": Fact("seconds since the first of them started", "number", example="{gt: 60}"),
    "youngest_s": Fact("seconds since the last of them started", "number"),
}
EFFECT = Effect.SYSTEM
TIMEOUT = 10.0


async def observe(params: Sought, world: World) -> Facts:
    """Find them, and measure them together."""
    found = await world.processes(params)
    facts = {"running": bool(found.pids), "count": len(found.pids), "pids": list(found.pids), "zombies": found.zombies}
    if not found.pids:
        return facts
    return {
        **facts,
        "rss_bytes": found.rss_bytes,
        "cpu_percent": found.cpu_percent,
        "threads": found.threads,
        "users": list(found.users),
        "oldest_s": max(found.ages),
        "youngest_s": min(found.ages),
    }

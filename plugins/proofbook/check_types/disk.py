"""Look how full the file system is that a path lies on."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, World


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where."""

    path: Annotated[
        str, Meta(min_length=1, description="From the project root, or absolute.", examples=["/var/lib/postgresql"])
    ]


FACTS = {
    "exists": Fact("whether the path is there", "boolean", example="true"),
    "total_bytes": Fact("its size", "integer"),
    "free_bytes": Fact("what users without privileges may still fill", "integer", example="{gt: 5000000000}"),
    "used_bytes": Fact("what is filled", "integer"),
    "used_percent": Fact("filled of what such users can have, as `df` counts", "number", example="{lt: 85}"),
    "inodes": Fact("files it can have; 0 where there is no limit", "integer"),
    "inodes_free": Fact("files it can still have", "integer"),
    "inodes_used_percent": Fact("0 where there is no limit", "number", example="{lt: 90}"),
}
EFFECT = Effect.SYSTEM
TIMEOUT = 10.0


async def observe(params: SCHEMA, world: World) -> Facts:
    """Ask the file system."""
    found = await world.disk(params.path)
    if found is None:
        return {"exists": False}
    used = found.inodes - found.inodes_free
    return {
        "exists": True,
        "total_bytes": found.total_bytes,
        "free_bytes": found.free_bytes,
        "used_bytes": found.used_bytes,
        "used_percent": found.used_percent,
        "inodes": found.inodes,
        "inodes_free": found.inodes_free,
        "inodes_used_percent": round(100 * used / found.inodes, 1) if found.inodes else 0.0,
    }

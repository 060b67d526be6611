"""Look how much memory this machine has left. The limits of containers are not known to it."""

from __future__ import annotations

from msgspec import Struct

from proofbook.check_types.base import Effect, Fact, Facts, World


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nothing to say: `memory: {}`."""


FACTS = {
    "total_bytes": Fact("all there is", "integer"),
    "available_bytes": Fact("what programs can have without swapping", "integer", example="{gt: 1000000000}"),
    "available_percent": Fact("the same of all there is", "number", example="{gt: 10}"),
    "used_percent": Fact("the rest", "number", example="{lt: 90}"),
    "swap_total_bytes": Fact("all the swap there is; 0 for none", "integer"),
    "swap_used_bytes": Fact("what is used of it", "integer"),
    "swap_used_percent": Fact("the same of all there is; 0 for none", "number", example="{lt: 50}"),
}
EFFECT = Effect.SYSTEM
TIMEOUT = 10.0


async def observe(params: SCHEMA, world: World) -> Facts:  # noqa: ARG001 - there are none
    """Ask the system."""
    found = await world.memory()
    free = round(100 * found.available / found.total, 1)
    return {
        "total_bytes": found.total,
        "available_bytes": found.available,
        "available_percent": free,
        "used_percent": round(100 - free, 1),
        "swap_total_bytes": found.swap_total,
        "swap_used_bytes": found.swap_used,
        "swap_used_percent": round(100 * found.swap_used / found.swap_total, 1) if found.swap_total else 0.0,
    }

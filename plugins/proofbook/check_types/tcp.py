"""Look whether something listens on a TCP port."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, World


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where to connect."""

    host: Annotated[str, Meta(min_length=1, description="Name or address.", examples=["db.example.org"])]
    port: Annotated[int, Meta(ge=1, le=65535, description="1 to 65535.")]


FACTS = {
    "reachable": Fact("whether a connection could be opened", "boolean"),
    "duration_ms": Fact("milliseconds to open it", "number"),
}
EFFECT = Effect.NETWORK
TIMEOUT = 10.0


async def observe(params: SCHEMA, world: World) -> Facts:
    """Open a connection and close it again."""
    duration = await world.connect(params.host, params.port)
    if duration is None:
        return {"reachable": False}
    return {"reachable": True, "duration_ms": duration}

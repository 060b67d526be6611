"""Look whether something listens on a TCP port."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, World


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where to connect."""

    host: Annotated[str, Meta(min_length=1, description="Name or address.", examples=["db.example.org"])]
    port: Annotated[int, Meta(ge=1, le=65535, description="1 to 65535.", examples=[5432])]


FACTS = {
    "reachable": Fact("whether a connection could be opened; dropped packets mean no", "boolean", example="true"),
    "reason": Fact("why it could not", "string", example="{contains: refused}"),
    "duration_ms": Fact("milliseconds to open it", "number", example="{lt: 100}"),
}
EFFECT = Effect.NETWORK
TIMEOUT = 10.0


async def observe(params: SCHEMA, world: World) -> Facts:
    """Open a connection and close it again."""
    reached = await world.connect(params.host, params.port)
    if reached.duration_ms is None:
        return {"reachable": False, "reason": reached.reason}
    return {"reachable": True, "duration_ms": reached.duration_ms}

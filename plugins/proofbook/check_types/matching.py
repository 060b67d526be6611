"""Look at a value that is known already: a variable, or what another check captured."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, World


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which value."""

    value: Annotated[
        Any,
        Meta(
            description="The value; a scalar that is one reference keeps its type.",
            examples=["${{ captures.login.user_id }}"],
        ),
    ]


FACTS = {
    "value": Fact("the value", "any", example="{ge: 3}"),
    "json": Fact("what is in it, by JSONPath", "object", select="jsonpath", example="{$.release: v4}"),
}
EFFECT = Effect.NONE
TIMEOUT = 5.0


async def observe(params: SCHEMA, world: World) -> Facts:  # noqa: ARG001 - nothing outside is looked at
    """Take the value as it is."""
    return {"value": params.value, "json": params.value}

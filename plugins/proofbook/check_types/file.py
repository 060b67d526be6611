"""Look at a file of the project: is it there, how old is it, what does it say?"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, Subject, World

ProjectPath = Annotated[str, Meta(min_length=1, description="Path from the project root.", examples=["README.md"])]


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which file."""

    path: ProjectPath


FACTS = {
    "exists": Fact("whether something is there", "boolean"),
    "type": Fact("`file` or `directory`", "string"),
    "size": Fact("bytes", "integer"),
    "mode": Fact("permissions in octal, as in `0644`", "string"),
    "age_s": Fact("seconds since it last changed", "number"),
    "contents": Fact("its text, up to 1 MiB", "string"),
    "sha256": Fact("SHA-256 of its bytes, in hexadecimal", "string"),
}
EFFECT = Effect.FILES
SUBJECT = Subject.FILES
TIMEOUT = 10.0


async def observe(params: SCHEMA, world: World) -> Facts:
    """Look at the entry, and into it if it is a file."""
    stat = world.stat(params.path)
    if stat is None:
        return {"exists": False}
    facts = {
        "exists": True,
        "type": stat.type,
        "size": stat.size,
        "mode": stat.mode,
        "age_s": (world.now() - stat.modified).total_seconds(),
    }
    if stat.type != "file":
        return facts
    from hashlib import sha256  # loads OpenSSL

    data = world.read(params.path)
    return {**facts, "contents": data.decode(errors="replace"), "sha256": sha256(data).hexdigest()}

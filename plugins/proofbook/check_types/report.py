"""Look at another tool's report and take its counts as facts."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, Subject, World
from proofbook.check_types.file import ProjectPath
from proofbook.check_types.readers import FORMATS, read_report
from proofbook.errors import TargetFault

Format = Annotated[str, Meta(pattern=f"^({'|'.join(FORMATS)})$")]


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which report."""

    path: ProjectPath
    format: Annotated[
        Format | None,
        Meta(description=f"What it must be: {', '.join(FORMATS)}. By default told by what is in it."),
    ] = None


def _facts() -> dict[str, Fact]:
    """What the readers find, each fact with the formats that have it."""
    having: dict[str, list[str]] = {}
    found: dict[str, Fact] = {}
    for name, reader in FORMATS.items():
        for fact, one in reader.FACTS.items():
            having.setdefault(fact, []).append(name)
            found.setdefault(fact, one)
    return {
        fact: Fact(f"{one.description} ({', '.join(having[fact])})", one.type, one.select)
        for fact, one in found.items()
    }


FACTS = {
    "exists": Fact("whether the report is there", "boolean"),
    "format": Fact("the format it was read as", "string"),
    "age_s": Fact("seconds since it was written", "number"),
    **_facts(),
}
EFFECT = Effect.FILES
SUBJECT = Subject.FILES
TIMEOUT = 10.0


async def observe(params: SCHEMA, world: World) -> Facts:
    """Read the report and count what it holds. Facts that its format does not have are absent."""
    stat = world.stat(params.path)
    if stat is None:
        return {"exists": False}
    try:
        counts = read_report(world.read(params.path), params.path, params.format)
    except ValueError as error:
        raise TargetFault(str(error)) from None
    return {"exists": True, "age_s": (world.now() - stat.modified).total_seconds(), **counts}

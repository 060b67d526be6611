"""Look at another tool's report and take its counts as facts."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, World
from proofbook.check_types.file import ProjectPath
from proofbook.check_types.readers import read_report
from proofbook.errors import TargetFault

Format = Annotated[str, Meta(pattern="^junit$")]


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which report."""

    path: ProjectPath
    format: Annotated[Format | None, Meta(description="By default told by what is in it.")] = None


FACTS = {
    "exists": Fact("whether the report is there", "boolean"),
    "format": Fact("the format it was read as", "string"),
    "age_s": Fact("seconds since it was written", "number"),
    "suites": Fact("test suites", "integer"),
    "tests": Fact("test cases, counted, not believed", "integer"),
    "passed": Fact("test cases without failure, error or skip", "integer"),
    "failures": Fact("failed assertions", "integer"),
    "errors": Fact("errors", "integer"),
    "skipped": Fact("skipped test cases", "integer"),
    "failed_names": Fact("names of test cases that failed or broke", "list"),
}
EFFECT = Effect.FILES
TIMEOUT = 10.0


async def observe(params: SCHEMA, world: World) -> Facts:
    """Read the report and count what it holds."""
    stat = world.stat(params.path)
    if stat is None:
        return {"exists": False}
    try:
        counts = read_report(world.read(params.path), params.path)
    except ValueError as error:
        raise TargetFault(str(error)) from None
    return {"exists": True, "age_s": (world.now() - stat.modified).total_seconds(), **counts}

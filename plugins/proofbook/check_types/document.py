"""Look into a JSON, YAML or TOML document of the project."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, Subject, World
from proofbook.check_types.file import ProjectPath
from proofbook.check_types.parsing import Format, format_of, read_data
from proofbook.errors import TargetFault


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which document."""

    path: ProjectPath
    format: Annotated[Format | None, Meta(description="By default told by the file's ending.")] = None


FACTS = {
    "exists": Fact("whether the file is there", "boolean"),
    "format": Fact("`json`, `yaml` or `toml`", "string"),
    "data": Fact("what it holds, by JSONPath", "object", select="jsonpath"),
}
EFFECT = Effect.FILES
SUBJECT = Subject.FILES
TIMEOUT = 10.0


async def observe(params: SCHEMA, world: World) -> Facts:
    """Read and parse the document."""
    if world.stat(params.path) is None:
        return {"exists": False}
    format_ = format_of(params.path, params.format)
    try:
        return {"exists": True, "format": format_, "data": read_data(params.path, format_, world)}
    except ValueError as error:
        raise TargetFault(str(error)) from None

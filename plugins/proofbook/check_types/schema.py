"""Look whether a JSON, YAML or TOML document of the project is valid against a JSON Schema of the project."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, Subject, World
from proofbook.check_types.file import ProjectPath
from proofbook.check_types.parsing import Format, format_of, read_data
from proofbook.errors import CouldNotLook, TargetFault

#: More would not be read by anybody.
MOST = 100


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which document, and which schema."""

    path: ProjectPath
    schema: Annotated[
        str,
        Meta(
            min_length=1,
            description="File of the JSON Schema: any draft from 4 to 2020-12, in JSON, YAML or TOML. "
            "`$ref` may name other files of the project; nothing is ever fetched.",
            examples=["schemas/deployment.schema.json"],
        ),
    ]
    format: Annotated[Format | None, Meta(description="By default told by the document's ending.")] = None


FACTS = {
    "exists": Fact("whether the document is there", "boolean", example="true"),
    "valid": Fact("whether the schema accepts it", "boolean", example="true"),
    "error_count": Fact(f"how many errors the schema finds, at most {MOST}", "integer", example="0"),
    "errors": Fact("the errors, each with `path` and `message`, by JSONPath", "list", select="jsonpath"),
    "messages": Fact("the errors in words, one a line", "string", example="{is_empty: true}"),
}
EFFECT = Effect.FILES
SUBJECT = Subject.FILES
TIMEOUT = 10.0


async def observe(params: SCHEMA, world: World) -> Facts:
    """Read both, and hold one against the other."""
    if world.stat(params.path) is None:
        return {"exists": False}
    validator = _validator(params.schema, world)
    try:
        data = read_data(params.path, format_of(params.path, params.format), world)
    except ValueError as error:
        raise TargetFault(str(error)) from None
    errors = _errors(validator, data)
    return {
        "exists": True,
        "valid": not errors,
        "error_count": len(errors),
        "errors": errors,
        "messages": "\n".join(f"{one['path']}: {one['message']}" for one in errors),
    }


def _validator(path: str, world: World) -> Any:
    import jsonschema_rs  # noqa: PLC0415 - heavy, and only this type needs it

    def retrieve(address: str) -> Any:
        parts = urlsplit(address)
        if parts.scheme != "file" or parts.netloc:
            raise CouldNotLook(f"{path} refers to {address}: nothing is fetched; name a file of the project")
        return _read(unquote(parts.path).lstrip("/"), world)

    try:
        return jsonschema_rs.validator_for(
            _read(path, world),
            retriever=retrieve,
            # So that a relative `$ref` means a file beside the schema.
            base_uri=f"file:///{path}",
            # An engine that takes linear time.
            pattern_options=jsonschema_rs.RegexOptions(),
        )
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        raise CouldNotLook(f"{path} is not a JSON Schema that can be used: {str(error).splitlines()[0]}") from None


def _read(path: str, world: World) -> Any:
    if world.stat(path) is None:
        raise CouldNotLook(f"there is no schema {path}")
    try:
        return read_data(path, format_of(path, None), world)
    except ValueError as error:
        raise CouldNotLook(str(error)) from None


def _errors(validator: Any, data: Any) -> list[dict[str, str]]:
    found = []
    for error in validator.iter_errors(data):
        found.append({"path": _json_path(error.instance_path), "message": error.message})
        if len(found) == MOST:
            break
    return sorted(found, key=lambda one: (one["path"], one["message"]))


def _json_path(path: list[str | int]) -> str:
    """As RFC 9535 writes it, short where it can be."""
    return "$" + "".join(f".{part}" if str(part).isidentifier() else f"[{part!r}]" for part in path)

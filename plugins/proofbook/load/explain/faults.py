"""What the validator finds, without what only follows from something else."""

from __future__ import annotations

from functools import cache
from typing import Any

import jsonschema_rs
from msgspec import Struct

from proofbook.model.place import NodePath, Problem


class Fault(Struct, frozen=True):
    """What a validator found: the keyword that does not hold, its argument, and where; with `key`, in a key."""

    rule: str
    wanted: Any
    schema: Any
    instance: Any
    path: NodePath
    message: str
    key: bool = False


class Finding(Struct, frozen=True):
    """A problem and its node.

    Where one can tell, `meant` is what its key should be, `add` a key that it lacks, with a `text` to stand in.
    """

    problem: Problem
    node: NodePath
    meant: str = ""
    add: str = ""
    text: str = ""


def faults_of(data: Any, schema: dict[str, Any]) -> list[Fault]:
    """Everything that does not hold; of what is said of one node, the better informed first.

    jsonschema-rs says quickly that there is nothing; jsonschema, much slower, says what it is.
    """
    if _quick(_Hashed(schema)).is_valid(data):
        return []
    faults = [_fault(one, schema) for one in _validator(_Hashed(schema)).iter_errors(data)]
    uncertain = [fault.path for fault in faults if fault.rule == "oneOf"]
    # Of what is no map, its wrong type says everything; `oneOf` asks for keys.
    faults = [fault for fault in faults if fault.rule != "oneOf" or isinstance(fault.instance, dict)]
    kept = [fault for fault in faults if not any(_about_expect(fault.path, check) for check in uncertain)]
    return sorted(kept, key=lambda fault: "properties" not in fault.schema)


def _fault(error: Any, schema: dict[str, Any]) -> Fault:
    of_key = "propertyNames" in error.absolute_schema_path
    path = (*error.absolute_path, error.instance) if of_key else tuple(error.absolute_path)
    whole = _whole(error.schema, schema)
    return Fault(str(error.validator), error.validator_value, whole, error.instance, path, error.message, of_key)


def _whole(part: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """The definition that a branch of it (`then`, `else`) belongs to, which alone knows title and keys."""
    owners = (one for one in root.get("$defs", {}).values() if any(branch is part for branch in one.values()))
    return next(owners, part)


def _about_expect(path: NodePath, check: NodePath) -> bool:
    """Without one certain check type, nothing that is said of `expect` can be believed."""
    return path[: len(check) + 1] == (*check, "expect")


class _Hashed:
    """A schema as a cache key by identity; document schemas are made once and never changed."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hashed) and other.schema is self.schema


@cache
def _quick(hashed: _Hashed) -> Any:
    return jsonschema_rs.validator_for(hashed.schema)


@cache
def _validator(hashed: _Hashed) -> Any:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - heavy, and a site without faults does without it

    return Draft202012Validator(hashed.schema)

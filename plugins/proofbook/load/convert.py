"""Valid data to records. Defaults are applied here and only here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from proofbook.check_types.registry import check_types
from proofbook.model.check import USE, Check, CheckFields
from proofbook.model.library import KINDS, Body
from proofbook.model.objectives import Source, Target

_BY_KIND = {kind.__struct_config__.tag: kind for kind in KINDS}


def to_record(data: Mapping[str, Any]) -> Body:
    """The record of a document that its schema has accepted.

    Raises:
        msgspec.ValidationError: record and schema disagree: a bug.
    """
    made: Body = msgspec.convert(data, _BY_KIND[data["kind"]], dec_hook=_decode)
    return made


def _decode(type_: type, value: Any) -> Any:
    """What msgspec leaves to us: the shapes whose keys name check types, and matchers."""
    if type_ is Check:
        return _check(value)
    if type_ is Target:
        return Target(frozen(value))
    if type_ is Source:
        ((key, params),) = value.items()
        return Source(key, frozen(params))
    raise NotImplementedError(type_)


def _check(value: Mapping[str, Any]) -> Check:
    key = USE if USE in value else next(name for name in check_types() if name in value)
    elsewhere = {key, "with", "expect"}
    common = {name: part for name, part in value.items() if name not in elsewhere}
    params = {"name": value[USE], "with": value.get("with", {})} if key == USE else value[key]
    fields, said = msgspec.convert(common, CheckFields), frozenset[str](common)
    return Check(fields, key, frozen(params), frozen(value.get("expect", {})), said=said)


def frozen(value: Any) -> Any:
    """The same data, read-only all the way down."""
    if isinstance(value, dict):
        return MappingProxyType({key: frozen(inner) for key, inner in value.items()})
    return tuple(frozen(inner) for inner in value) if isinstance(value, list) else value

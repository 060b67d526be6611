"""Reports of other tools, detected by their content and read into counts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from proofbook.check_types.readers import (
    cobertura,
    coverage_json,
    cyclonedx,
    cyclonedx_xml,
    junit,
    k6,
    k6_points,
    lighthouse,
    pip_audit,
    pytest_benchmark,
    sarif,
    trivy,
)
from proofbook.check_types.readers.base import Counts, JsonReader, Reader, XmlReader
from proofbook.check_types.readers.json_text import decoded, outermost, plain_json
from proofbook.check_types.readers.k6_points import first_line, lines
from proofbook.check_types.readers.look_alikes import json_look_alike, text_look_alike, xml_look_alike

XML_READERS: tuple[XmlReader, ...] = (junit, cobertura, cyclonedx_xml)
JSON_READERS: tuple[JsonReader, ...] = (
    coverage_json,
    sarif,
    k6,
    pytest_benchmark,
    trivy,
    pip_audit,
    cyclonedx,
    lighthouse,
)
_IN_ORDER: tuple[Reader, ...] = (junit, cobertura, coverage_json, sarif, k6, k6_points, *JSON_READERS[3:])
#: Every format by its name, in the order people look for them. CycloneDX is one, in XML and in JSON.
FORMATS: Mapping[str, Reader] = MappingProxyType({reader.NAME: reader for reader in _IN_ORDER})


def read_report(data: bytes, path: str, format_: str | None = None) -> Counts:
    """The facts of a report.

    Raises:
        ValueError: it cannot be parsed, is hostile, is of a format that is not read, or not of `format_`.
    """
    text = plain_json(data, path) if _first(data) in b"{[" else data
    first = _first(text)
    if not first:
        raise ValueError(f"{path} is empty")
    if first == b"<":
        return _xml(data, path, format_)
    if first in b"{[":
        return _json(text, path, format_)
    raise _refusal(path, *text_look_alike(text), format_)


def _first(data: bytes) -> bytes:
    """The first sign, byte order marks and the other half of UTF-16 left out."""
    return data[:64].lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n")[:1]


def _xml(data: bytes, path: str, format_: str | None) -> Counts:
    from proofbook.check_types.readers.xml import elements  # only a report needs an XML parser, no schema of one

    root = next(elements(data, path))
    reader = next((one for one in XML_READERS if one.recognises(root)), None)
    if reader is None:
        raise _refusal(path, *xml_look_alike(root), format_)
    _demand(reader, path, format_)
    return {"format": reader.NAME, **reader.count(elements(data, path, reader.WHOLE))}


def _json(data: bytes, path: str, format_: str | None) -> Counts:
    line = first_line(data)
    top = outermost(line or data, path)
    if line and k6_points.recognises(top):
        _demand(k6_points, path, format_)
        return _counted(k6_points, lines(data), path)
    reader = next((one for one in JSON_READERS if one.recognises(top)), None)
    if reader is None:
        raise _refusal(path, *json_look_alike(top), format_)
    _demand(reader, path, format_)
    return _counted(reader, decoded(data, path, reader.SHAPE), path)


def _counted(reader: JsonReader, report: Any, path: str) -> Counts:
    try:
        return {"format": reader.NAME, **reader.count(report)}
    except ValueError as error:
        raise ValueError(f"{path} {error}") from None


def _demand(found: Reader, path: str, format_: str | None) -> None:
    if format_ not in {None, found.NAME}:
        raise _refusal(path, found.WORDS, format_ or "", format_)


def _refusal(path: str, words: str, meant: str, format_: str | None) -> ValueError:
    """That a report is something else than what was wanted, or than what it seems meant to be."""
    wanted = FORMATS.get(format_ or meant)
    if wanted is None:
        return ValueError(f"{path} is {words}; reports that are read: {', '.join(FORMATS)}")
    return ValueError(f"{path} is {words}, not {wanted.WORDS}: {wanted.EXPECTED}")

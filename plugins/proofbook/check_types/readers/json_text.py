"""JSON from strangers: read into records, so that what no reader asks for is never built."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Any

import msgspec

MIB = 1024 * 1024
#: What reading may take, beside the interpreter itself.
MAX_MEMORY = 128 * MIB

#: Bytes that each of these may cost once it is a Python object, measured on CPython 3.11.
_COSTS = {b"{": 200, b"[": 80, b",": 50, b'"': 50}
_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def plain_json(data: bytes, path: str) -> bytes:
    """The same text in UTF-8 without a byte order mark; some shells write redirected output as UTF-16.

    Raises:
        ValueError: it is not in the encoding that its first bytes announce.
    """
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            try:
                return data[len(mark) :] if encoding == "utf-8" else data.decode(encoding).encode()
            except UnicodeError as error:
                raise ValueError(f"{path} is not the UTF-16 that its first bytes announce: {error}") from None
    return data


def decoded(data: bytes, path: str, shape: Any) -> Any:
    """What the text holds, as a record of the type `shape`.

    Raises:
        ValueError: it is not JSON, does not fit the shape, nests too deep, or would take too much memory.
    """
    try:
        return msgspec.json.decode(data, type=shape)
    except msgspec.ValidationError as error:
        raise ValueError(f"{path} contradicts its own format: {error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is not valid JSON: {error}") from None
    except RecursionError:
        raise ValueError(f"{path} is refused: nested too deep") from None


def outermost(data: bytes, path: str) -> Mapping[str, msgspec.Raw]:
    """The keys of the outermost object, or of the first one in an outermost list; none of anything else.

    Raises:
        ValueError: as for `decoded`.
    """
    refuse_greedy(data, path)
    shape = list[msgspec.Raw] if data.lstrip().startswith(b"[") else dict[str, msgspec.Raw]
    top = decoded(data, path, shape)
    if isinstance(top, dict):
        return top
    first = bytes(top[0]) if top else b""
    return {"": msgspec.Raw(b"[]"), **(decoded(first, path, dict[str, msgspec.Raw]) if first.startswith(b"{") else {})}


def refuse_greedy(data: bytes, path: str) -> None:
    """Bound memory before anything is built, from what the text could become at worst.

    Raises:
        ValueError: it could take more than `MAX_MEMORY`.
    """
    escaped = re.search(rb"\\u|[\xf0-\xf4]", data)
    widest = 4 if escaped else 1 if data.isascii() else 2
    cost = len(data) * (1 + widest) + sum(data.count(sign) * each for sign, each in _COSTS.items())
    if cost > MAX_MEMORY:
        raise ValueError(
            f"{path} is refused: reading it could take {cost // MIB} MiB of memory; at most {MAX_MEMORY // MIB} may"
        )

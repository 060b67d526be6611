"""The body of an HTTP answer, unpacked while it comes in, up to a limit that no packing gets around."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

from proofbook.errors import TargetFault
from proofbook.run.deadlines import awaiting

#: What is asked for in `Accept-Encoding`, with zlib's number for it: `gzip` and `zlib` are told apart by it.
ENCODINGS = {"gzip": 47, "x-gzip": 47, "deflate": 47}


async def read_body(chunks: AsyncIterator[bytes], encoding: str, limit: int) -> bytes:
    """What comes in, unpacked, until the limit is passed by one byte or more.

    Raises:
        TargetFault: it is not packed the way it says.
    """
    packed = ENCODINGS.get(encoding.strip().lower())
    unpacking = zlib.decompressobj(packed) if packed else None
    body = bytearray()
    async for chunk in chunks:
        body += _unpacked(unpacking, chunk, limit + 1 - len(body)) if unpacking else chunk
        awaiting(f"the rest of the answer, {len(body)} bytes so far")
        if len(body) > limit:
            return bytes(body)
    if unpacking and body and not unpacking.eof:
        raise TargetFault(f"its body ends before the {encoding} in it does")
    return bytes(body)


def _unpacked(unpacking: zlib._Decompress, chunk: bytes, room: int) -> bytes:
    try:
        return unpacking.decompress(chunk, room)
    except zlib.error:
        raise TargetFault("its body is not packed as its `Content-Encoding` says") from None

"""Results that another run has published: from a file, or from the address of a site."""

from __future__ import annotations

from pathlib import Path

from proofbook.errors import Usage
from proofbook.model.results import Report
from proofbook.run.store import decode_report

#: A report of ten thousand checks has about a tenth of it.
MAX_BYTES = 64 * 1024 * 1024
TIMEOUT_S = 30.0


def published_report(source: str) -> Report:
    """The results at a path or an http(s) address, which the command line has named.

    Raises:
        Usage: there are none, or they are not results.
    """
    data = _fetched(source) if source.startswith(("http://", "https://")) else _read(source)
    return decode_report(data, source)


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Usage(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None


def _fetched(url: str) -> bytes:
    import urllib.request

    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer:  # noqa: S310 - the scheme was looked at
            data: bytes = answer.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise Usage(f"{url} cannot be fetched: {error}") from None
    if len(data) > MAX_BYTES:
        raise Usage(f"{url} has more than {MAX_BYTES} bytes: these are no results")
    return data

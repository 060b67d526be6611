"""What check types ask of the network and of databases, and what they are told."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Tls(Struct, frozen=True, kw_only=True):
    """Whom to trust and as whom to come. Files are paths inside the project.

    `ca` replaces the authorities that this machine trusts. `key` stands in `cert` if it is not given.
    """

    verify: bool = True
    ca: str | None = None
    cert: str | None = None
    key: str | None = None


class Request(Struct, frozen=True, kw_only=True):
    """An HTTP request."""

    method: str
    url: str
    headers: Mapping[str, str] = {}
    content: bytes | None = None
    follow_redirects: bool = False
    tls: Tls = Tls()


class Answer(Struct, frozen=True, kw_only=True):
    """An HTTP answer, its body read to the end or to the limit."""

    status: int
    headers: Mapping[str, str]
    body: str
    url: str
    address: str
    http_version: str
    redirects: int
    duration_ms: float
    truncated: bool


class Reached(Struct, frozen=True, kw_only=True):
    """A connection opened and closed, or the reason why it could not be."""

    duration_ms: float | None = None
    reason: str = ""

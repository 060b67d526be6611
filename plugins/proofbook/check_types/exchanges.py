"""What check types ask of the network and of databases, and what they are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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


class Question(Struct, frozen=True, kw_only=True):
    """A DNS question. Without `server`, this machine's own are asked."""

    name: str
    record: str
    server: str | None = None
    port: int = 53


class Records(Struct, frozen=True, kw_only=True):
    """What a DNS server answered. A record has its name, type, TTL, value as text, and its fields."""

    rcode: str
    server: str
    authoritative: bool
    authenticated: bool
    records: tuple[Mapping[str, Any], ...]
    duration_ms: float


class Greeting(Struct, frozen=True, kw_only=True):
    """A TLS handshake: what was agreed, the server's certificate in DER, and what is wrong with it.

    `fault` is OpenSSL's word on the chain, empty if it verifies.
    """

    protocol: str
    cipher: str
    certificate: bytes
    fault: str
    hostname_matches: bool
    duration_ms: float


class Query(Struct, frozen=True, kw_only=True):
    """A question in SQL to a database: `sqlite:PATH` or `postgresql://…`."""

    database: str
    sql: str
    password: str | None = None


class Table(Struct, frozen=True, kw_only=True):
    """What a query gave: the first rows, and how many there were."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    row_count: int
    duration_ms: float

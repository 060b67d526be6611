"""What checks that speak HTTP have in common: headers, credentials, and whom to trust."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Annotated, Any
from urllib.parse import urlsplit

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Permission
from proofbook.check_types.exchanges import Tls
from proofbook.check_types.file import ProjectPath

Url = Annotated[
    str, Meta(pattern="^https?://", description="http:// or https://", examples=["https://example.org/health"])
]
Headers = Annotated[
    dict[str, str], Meta(description="Request headers, by name.", examples=[{"Accept": "application/json"}])
]


class Basic(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name and a password (RFC 7617)."""

    username: Annotated[str, Meta(description="User name.", examples=["probe"])]
    password: Annotated[str, Meta(description="From a secret.", examples=["${{ secrets.PROBE_PASSWORD }}"])]


class Auth(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Credentials: one of the two."""

    basic: Annotated[Basic | None, Meta(description="User name and password (RFC 7617).")] = None
    bearer: Annotated[str | None, Meta(description="A token (RFC 6750).", examples=["${{ secrets.API_TOKEN }}"])] = None


class TlsOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to trust, and as whom to come."""

    verify: Annotated[
        bool, Meta(description="`false` takes any certificate; then nothing says who answered.", examples=[False])
    ] = True
    ca: Annotated[
        ProjectPath | None,
        Meta(
            description="PEM file of the authorities to trust, in place of this machine's.", examples=["certs/ca.pem"]
        ),
    ] = None
    cert: Annotated[
        ProjectPath | None, Meta(description="PEM file of the client certificate.", examples=["certs/probe.pem"])
    ] = None
    key: Annotated[
        ProjectPath | None,
        Meta(description="PEM file of its key, if that is not in `cert`.", examples=["certs/probe.key"]),
    ] = None

    def trust(self) -> Tls:
        """The same, as the world is asked."""
        return Tls(verify=self.verify, ca=self.ca, cert=self.cert, key=self.key)


AuthField = Annotated[
    Auth | None, Meta(description="`basic` or `bearer`.", extra_json_schema={"minProperties": 1, "maxProperties": 1})
]
TlsField = Annotated[TlsOptions, Meta(description="Whom to trust, and as whom to come.")]


def credentials(auth: Auth | None) -> dict[str, str]:
    """The header that carries them."""
    if auth and auth.basic:
        pair = base64.b64encode(f"{auth.basic.username}:{auth.basic.password}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}
    if auth and auth.bearer is not None:
        return {"Authorization": f"Bearer {auth.bearer}"}
    return {}


def web_permissions(params: Mapping[str, Any]) -> Iterator[Permission]:
    """To connect to the host, and to read the files that `tls` names."""
    yield Permission(Effect.NETWORK, written_host(str(params.get("url", ""))))
    yield from file_permissions(params.get("tls", {}))


def file_permissions(tls: Mapping[str, Any]) -> Iterator[Permission]:
    """To read the files that TLS options name."""
    if any(name in tls for name in ("ca", "cert", "key")):
        yield Permission(Effect.FILES)


def written_host(url: str) -> str | None:
    """The host of an address; None where only the run will know it."""
    if "${{" in url.partition("//")[2].partition("/")[0]:
        return None
    return urlsplit(url).hostname

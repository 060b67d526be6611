"""Look at a server's certificate and TLS, whether the certificate verifies or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, Permission, World
from proofbook.check_types.exchanges import Tls
from proofbook.check_types.file import ProjectPath
from proofbook.check_types.web import file_permissions
from proofbook.errors import TargetFault

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_DAY_S = 86_400.0


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose certificate, and whom to trust."""

    host: Annotated[str, Meta(min_length=1, description="Name or address.", examples=["example.org"])]
    port: Annotated[int, Meta(ge=1, le=65535, description="1 to 65535.", examples=[8443])] = 443
    server_name: Annotated[
        str | None,
        Meta(description="Name to ask for (SNI) and to verify, if not `host`.", examples=["example.org"]),
    ] = None
    ca: Annotated[
        ProjectPath | None,
        Meta(
            description="PEM file of the authorities to trust, in place of this machine's.", examples=["certs/ca.pem"]
        ),
    ] = None


FACTS = {
    "days_until_expiry": Fact("days until it expires; below 0 once it has", "number", example="{gt: 21}"),
    "verified": Fact(
        "whether its chain leads to an authority that is trusted, and is in date", "boolean", example="true"
    ),
    "verify_error": Fact("why not, as OpenSSL says it; empty if it does", "string", example="{contains: expired}"),
    "hostname_matches": Fact("whether it is for the name asked for", "boolean", example="true"),
    "not_before": Fact("start of its validity, ISO 8601", "string", example="{days_from_now: {lt: 0}}"),
    "not_after": Fact("end of its validity, ISO 8601", "string", example="{days_from_now: {gt: 21}}"),
    "sans": Fact("names and addresses it is for", "list", example="{contains: example.org}"),
    "subject": Fact("whom it was given to, RFC 4514", "string", example="CN=example.org"),
    "issuer": Fact("who gave it, RFC 4514", "string", example="{contains: Let's Encrypt}"),
    "serial": Fact("serial number, in hexadecimal", "string", example="{not: {is_empty: true}}"),
    "sha256": Fact("SHA-256 of the certificate, in hexadecimal", "string", example="{has_length: 64}"),
    "signature_hash": Fact("hash that its signature is over; absent if it needs none", "string", example="sha256"),
    "key_type": Fact("RSA, EC, Ed25519 …", "string", example="EC"),
    "key_bits": Fact("bits of its key", "integer", example="{ge: 256}"),
    "protocol": Fact("protocol that was agreed on", "string", example="TLSv1.3"),
    "cipher": Fact("cipher suite that was agreed on", "string", example="{starts_with: TLS_}"),
    "duration_ms": Fact("milliseconds to connect and shake hands", "number", example="{lt: 500}"),
}
EFFECT = Effect.NETWORK
TIMEOUT = 10.0


def permissions(params: Mapping[str, Any]) -> Iterator[Permission]:
    """To connect to the host, and to read `ca`."""
    host = str(params["host"])
    yield Permission(EFFECT, None if "${{" in host else host)
    yield from file_permissions(params)


async def observe(params: SCHEMA, world: World) -> Facts:
    """Shake hands and read the certificate."""
    seen = await world.greet(params.host, params.port, params.server_name or params.host, Tls(ca=params.ca))
    return {
        **_certificate(seen.certificate, world.now()),
        "verified": not seen.fault,
        "verify_error": seen.fault,
        "hostname_matches": seen.hostname_matches,
        "protocol": seen.protocol,
        "cipher": seen.cipher,
        "duration_ms": seen.duration_ms,
    }


def _certificate(der: bytes, now: datetime) -> Facts:
    from cryptography import x509  # heavy, and only reading certificates needs it
    from cryptography.hazmat.primitives import hashes

    try:
        found = x509.load_der_x509_certificate(der)
        hashed = found.signature_hash_algorithm
        return {
            "days_until_expiry": (found.not_valid_after_utc - now).total_seconds() / _DAY_S,
            "not_before": found.not_valid_before_utc.isoformat(),
            "not_after": found.not_valid_after_utc.isoformat(),
            "sans": _sans(found),
            "subject": found.subject.rfc4514_string(),
            "issuer": found.issuer.rfc4514_string(),
            "serial": f"{found.serial_number:x}",
            "sha256": found.fingerprint(hashes.SHA256()).hex(),
            **({"signature_hash": hashed.name} if hashed else {}),
            **_key(found),
        }
    except ValueError as error:
        raise TargetFault(f"its certificate cannot be read: {error}") from None


def _sans(certificate: Certificate) -> list[str]:
    from cryptography import x509

    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return [str(name.value) for name in names]


def _key(certificate: Certificate) -> Facts:
    key = certificate.public_key()
    name = type(key).__name__.lstrip("_").removesuffix("PublicKey").replace("EllipticCurve", "EC")
    bits = getattr(key, "key_size", None) or {"Ed25519": 256, "Ed448": 456}.get(name)
    return {"key_type": name, **({"key_bits": bits} if bits else {})}

"""Certificates good and bad, from an authority that lives as long as a test."""

from __future__ import annotations

import datetime as dt
import ssl
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

AUTHORITY = trustme.CA()
NOW = dt.datetime.now(dt.UTC)


def issued(*names: str, days: float = 30) -> ssl.SSLContext:
    """What a server needs to show a certificate for these names, that ends in so many days."""
    made = AUTHORITY.issue_cert(
        *names,
        common_name=names[0],
        not_before=NOW - dt.timedelta(days=60),
        not_after=NOW + dt.timedelta(days=days),
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.configure_cert(context)
    return context


def demanding(*names: str) -> ssl.SSLContext:
    """The same, of a server that lets in only who shows a certificate of the same authority."""
    context = issued(*names)
    AUTHORITY.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def self_signed(folder: Path, name: str = "127.0.0.1") -> ssl.SSLContext:
    """What a server needs to show a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW - dt.timedelta(days=1))
        .not_valid_after(NOW + dt.timedelta(days=10))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file = folder / f"self-signed-{name}.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def write(folder: Path) -> None:
    """Put the authority (`ca.pem`), a client's certificate with key (`client.pem`), and an encrypted key."""
    AUTHORITY.cert_pem.write_to_path(str(folder / "ca.pem"))
    client = AUTHORITY.issue_cert("probe@example.org")
    client.private_key_and_cert_chain_pem.write_to_path(str(folder / "client.pem"))
    key = serialization.load_pem_private_key(client.private_key_pem.bytes(), None)
    locked = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"x")
    )
    (folder / "locked.key").write_bytes(locked)

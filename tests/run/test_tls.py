"""The check type `tls` against real servers with good and bad certificates."""

from __future__ import annotations

import ssl
from contextlib import ExitStack

import pytest

from tests.run import certificates, servers
from tests.run.looks import looked, said
from tests.run.servers import serving
from tests.sites import Site


def port(base: str) -> str:
    """The port of an address."""
    return base.rpartition(":")[2]


def old(context: ssl.SSLContext) -> ssl.SSLContext:
    """A server that speaks nothing newer than TLS 1.1."""
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.deprecated_call():
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


def anonymous() -> ssl.SSLContext:
    """A server that shows no certificate at all."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AECDH:@SECLEVEL=0")
    return context


def test_certificates(site: Site) -> None:
    """What is wrong with a certificate are facts; it is read whether it verifies or not."""
    certificates.write(site.root)
    good = "days_until_expiry: {between: [29, 30]}, not_after: {days_from_now: {gt: 29}}, not_before: {days_from_now: {lt: -59}}"
    rows = {
        "good": (certificates.issued("127.0.0.1"), f"verified: true, verify_error: '', hostname_matches: true, {good}"),
        "agreed": (certificates.issued("127.0.0.1"), "protocol: TLSv1.3, cipher: {starts_with: TLS_}, key_type: EC, key_bits: 256, signature_hash: sha256"),
        "names": (certificates.issued("127.0.0.1", "a.example"), "sans: {contains_exactly: [127.0.0.1, a.example]}, subject: {contains: CN=127.0.0.1}, issuer: {contains: trustme}, sha256: {has_length: 64}, serial: {matches: '^[0-9a-f]+$'}"),
        "expired": (certificates.issued("127.0.0.1", days=-3), "verified: false, verify_error: certificate has expired, hostname_matches: true, days_until_expiry: {between: [-4, -3]}"),
        "other": (certificates.issued("example.org"), "verified: true, hostname_matches: false"),
        "other-expired": (certificates.issued("example.org", days=-1), "verified: false, verify_error: certificate has expired, hostname_matches: false"),
        "self-signed": (certificates.self_signed(site.root), "verified: false, verify_error: {contains: self-signed}, hostname_matches: false, sans: {is_empty: true}, serial: '7', key_bits: 256"),
        "old": (old(certificates.issued("127.0.0.1")), "verified: false, verify_error: {contains: protocol}, hostname_matches: true, protocol: TLSv1.1"),
    }  # fmt: skip
    with ExitStack() as stack:
        ports = {name: port(stack.enter_context(serving(servers.answer(), row[0]))) for name, row in rows.items()}
        checks = {
            name: f"tls: {{host: 127.0.0.1, port: {ports[name]}, ca: ca.pem}}, expect: {{{row[1]}}}"
            for name, row in rows.items()
        }
        checks["untrusted"] = (
            f"tls: {{host: 127.0.0.1, port: {ports['good']}}}, expect: {{verified: false, verify_error: {{contains: issuer}}, hostname_matches: true}}"
        )
        checks["named"] = (
            f"tls: {{host: 127.0.0.1, port: {ports['other']}, server_name: example.org, ca: ca.pem}}, expect: {{hostname_matches: true, verified: true}}"
        )
        found = looked(site, checks)
    assert {} == {name: one for name, one in said(found).items() if one[0] != "passed"}


def test_no_tls(site: Site) -> None:
    """What does not speak TLS fails the check, in time and with its reason."""
    site.settings("{network: [127.0.0.1, 169.254.169.254], files: true}", vars="{there: localhost}")
    with ExitStack() as stack:
        plain = stack.enter_context(serving(servers.answer()))
        nobody = stack.enter_context(serving(servers.answer(), anonymous()))
        rude = stack.enter_context(serving(lambda _: None))
        hung = stack.enter_context(serving(servers.silent))
        listener = stack.enter_context(Deaf())
        rows = {
            "plain": (f"host: 127.0.0.1, port: {port(plain)}", "failed", ""),
            "nobody": (f"host: 127.0.0.1, port: {port(nobody)}", "failed", "shows no certificate"),
            "rude": (f"host: 127.0.0.1, port: {port(rude)}", "failed", "127.0.0.1 port"),
            "hung": (f"host: 127.0.0.1, port: {port(hung)}", "failed", ""),
            "deaf": (f"host: 127.0.0.1, port: {listener}", "failed", "to shake hands over TLS"),
            "closed": ("host: 127.0.0.1, port: 1", "failed", "Connection refused"),
            "not-granted": ("host: localhost, port: 1", "skipped", "`localhost` under `network:`"),
            "refused": ('host: "${{ vars.there }}", port: 1', "error", "not granted: to connect to localhost"),
            "metadata": ("host: 169.254.169.254", "error", "link-local"),
            "no-ca": (f"host: 127.0.0.1, port: {port(plain)}, ca: nowhere.pem", "error", "cannot read nowhere.pem"),
        }
        found = looked(
            site, {name: f"timeout: 2s, tls: {{{row[0]}}}, expect: {{verified: true}}" for name, row in rows.items()}
        )
    assert {name: row[1] for name, row in rows.items()} == {name: one["verdict"] for name, one in found.items()}
    assert {} == {name: one["reason"] for name, one in found.items() if rows[name][2] not in one["reason"]}
    assert max(one["took_s"] for one in found.values()) < 10


class Deaf:
    """A listener that nobody accepts from."""

    def __enter__(self) -> int:
        import socket

        self._listener = socket.create_server(("127.0.0.1", 0))
        return int(self._listener.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self._listener.close()


def test_without_files(site: Site) -> None:
    """`ca` needs the permission to read files."""
    site.settings("{files: false, network: [127.0.0.1]}")
    found = said(looked(site, {"a": "tls: {host: 127.0.0.1, ca: ca.pem}, expect: {verified: true}"}))
    assert (found["a"][0], "add `files: true`" in found["a"][1]) == ("skipped", True)

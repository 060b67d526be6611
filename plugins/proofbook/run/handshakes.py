"""TLS handshakes, to look at a certificate whether it verifies or not."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable

from msgspec import Struct

from proofbook.check_types.exchanges import Greeting, Tls
from proofbook.errors import TargetFault
from proofbook.run.addresses import addresses, connected
from proofbook.run.deadlines import awaiting
from proofbook.run.faults import fault, tls_words
from proofbook.run.trust import Trust

#: OpenSSL's numbers for a certificate that is for other names, or other addresses.
_MISMATCH = {62, 64}


class _Shaken(Struct, frozen=True):
    protocol: str
    cipher: str
    certificate: bytes
    duration_ms: float


class Handshakes:
    """Handshakes with one server. `name` is whom it must be."""

    def __init__(self, host: str, port: int, name: str, found: tuple[str, ...]) -> None:
        self._host, self._port, self._name, self._found = host, port, name, found

    async def greeting(self, trust: Trust, tls: Tls) -> Greeting:
        """Shake hands as a strict client; if that fails, find out why by being less strict in one thing at a time."""
        try:
            return _greeting(await self._shake(trust.context(tls)), "", matches=True)
        except ssl.SSLError:
            seen = await self._shake_at_any_price()
        complaint = await self._refusal(_nameless(trust.fresh(tls)))
        mismatch = await self._refusal(_trusting_only(seen.certificate))
        return _greeting(seen, _words(complaint), matches=not mismatch or _is_about_dates(mismatch))

    async def _shake(self, context: ssl.SSLContext) -> _Shaken:
        """One handshake.

        Raises:
            ssl.SSLError: it did not come about.
            TargetFault, CouldNotLook: nor did the connection.
        """
        started = time.monotonic()
        connection = await connected(self._host, self._port, self._found)
        awaiting(f"{self._host} port {self._port} to shake hands over TLS")
        try:
            _, writer = await asyncio.open_connection(sock=connection, ssl=context, server_hostname=self._name)
        except ssl.SSLError:
            raise
        except OSError as error:
            raise fault(error, f"{self._host} port {self._port}, TLS handshake") from None
        try:
            return _shaken(writer.get_extra_info("ssl_object"), (time.monotonic() - started) * 1000)
        finally:
            writer.transport.abort()

    async def _shake_at_any_price(self) -> _Shaken:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.set_ciphers("ALL:@SECLEVEL=0")
        try:
            return await self._shake(context)
        except ssl.SSLError as error:
            raise fault(error, f"{self._host} port {self._port}") from None

    async def _refusal(self, context: ssl.SSLContext) -> ssl.SSLError | None:
        """Why a handshake does not come about; None if it does."""
        try:
            await self._shake(context)
        except ssl.SSLError as error:
            return error
        return None


def _nameless(context: ssl.SSLContext) -> ssl.SSLContext:
    """A context that verifies everything but the name."""
    context.check_hostname = False
    return context


def _trusting_only(certificate: bytes) -> ssl.SSLContext:
    """A context that trusts one certificate as it stands, so that only its name and dates can be wrong."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.hostname_checks_common_name = False
    context.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
    context.load_verify_locations(cadata=certificate)
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def _is_about_dates(error: ssl.SSLError) -> bool:
    """Whether a certificate, trusted as it stands, has a name that is right: OpenSSL looks at it before dates."""
    return isinstance(error, ssl.SSLCertVerificationError) and error.verify_code not in _MISMATCH


def _words(error: ssl.SSLError | None) -> str:
    if error is None:
        return ""
    return error.verify_message if isinstance(error, ssl.SSLCertVerificationError) else tls_words(error)


async def greet(host: str, port: int, name: str, tls: Tls, trust: Trust, permit: Callable[[str], None]) -> Greeting:
    """See `World.greet`.

    Raises:
        Refused: the policy forbids the host.
        TargetFault: it does not speak TLS.
        CouldNotLook: this machine could not even try.
    """
    permit(host)
    return await Handshakes(host, port, name, await addresses(host)).greeting(trust, tls)


def _shaken(agreed: ssl.SSLObject, took: float) -> _Shaken:
    certificate, cipher = agreed.getpeercert(binary_form=True), agreed.cipher()
    if certificate is None or cipher is None:
        raise TargetFault("it shows no certificate")
    return _Shaken(agreed.version() or "", cipher[0], certificate, round(took, 3))


def _greeting(seen: _Shaken, complaint: str, *, matches: bool) -> Greeting:
    return Greeting(
        protocol=seen.protocol,
        cipher=seen.cipher,
        certificate=seen.certificate,
        fault=complaint,
        hostname_matches=matches,
        duration_ms=seen.duration_ms,
    )

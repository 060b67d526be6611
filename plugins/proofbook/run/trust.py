"""Whom a TLS connection trusts, and as whom it presents itself."""

from __future__ import annotations

import ssl
from pathlib import Path

import certifi

from proofbook.check_types.exchanges import Tls
from proofbook.errors import CouldNotLook
from proofbook.model.settings import Allow
from proofbook.run.policy import permitted_path


class Trust:
    """TLS contexts by their options. To make one costs as much as many requests, so each is kept."""

    def __init__(self, root: Path, allow: Allow) -> None:
        self._root = root
        self._allow = allow
        self._made: dict[Tls, ssl.SSLContext] = {}

    def context(self, options: Tls) -> ssl.SSLContext:
        """The context for these options.

        Raises:
            Refused: a file they name may not be read.
            CouldNotLook: it is not what it should be.
        """
        if options not in self._made:
            self._made[options] = self.fresh(options)
        return self._made[options]

    def fresh(self, options: Tls) -> ssl.SSLContext:
        """The same, for one who wants to change it."""
        context = _trusting(self._text(options.ca) if options.ca else None, options.ca)
        if not options.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if options.cert:
            self._present(context, options.cert, options.key or options.cert)
        return context

    def _present(self, context: ssl.SSLContext, cert: str, key: str) -> None:
        files = [permitted_path(name, self._root, self._allow) for name in (cert, key)]
        try:
            # Without a password of any kind OpenSSL would ask at the terminal.
            context.load_cert_chain(files[0], files[1], password="")
        except (OSError, ValueError) as error:
            raise CouldNotLook(
                f"{cert} and {key} are not a client certificate and its unencrypted key in PEM: {error}"
            ) from None

    def _text(self, name: str) -> str:
        try:
            return permitted_path(name, self._root, self._allow).read_text()
        except (OSError, ValueError) as error:
            raise CouldNotLook(f"cannot read {name}: {error}") from None


def _trusting(authorities: str | None, name: str | None) -> ssl.SSLContext:
    """A client's context that trusts these authorities alone, or else those that this machine does."""
    try:
        context = ssl.create_default_context(cadata=authorities)
    except ssl.SSLError as error:
        raise CouldNotLook(f"{name} holds no certificate in PEM: {error.reason}") from None
    context.hostname_checks_common_name = False  # nor do browsers (RFC 9525)
    if authorities is None and not machine_trusts():
        context.load_verify_locations(certifi.where())
    return context


def authorities() -> str:
    """A PEM file of the certificate authorities that this machine trusts, or else those that Mozilla does."""
    return ssl.get_default_verify_paths().cafile or certifi.where()


def machine_trusts() -> bool:
    """Whether this machine has certificate authorities of its own."""
    paths = ssl.get_default_verify_paths()
    return bool(paths.cafile) or (bool(paths.capath) and any(Path(paths.capath).iterdir()))

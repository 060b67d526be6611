"""Whose fault it is that something could not be reached, and what to call it."""

from __future__ import annotations

import errno
import os
import ssl
from collections.abc import Iterator

from proofbook.errors import CouldNotLook, TargetFault

#: What says something about this machine and nothing about the target.
OURS = {
    errno.ENETUNREACH: "this machine has no route there: is it offline?",
    errno.ENETDOWN: "this machine's network is down",
    errno.EADDRNOTAVAIL: "this machine has no address to connect from",
    errno.EMFILE: "this process has too many files open",
    errno.ENFILE: "this machine has too many files open",
    errno.ENOBUFS: "this machine has no room for more connections",
    errno.EPERM: "this machine's firewall forbids it",
    errno.EACCES: "this machine forbids it",
}


def fault(error: BaseException, what: str) -> TargetFault | CouldNotLook:
    """The error to raise where looking at `what` broke off."""
    for one in _chain(error):
        if isinstance(one, ssl.SSLCertVerificationError):
            return TargetFault(f"{what}: its certificate does not verify: {one.verify_message}")
        if isinstance(one, ssl.SSLError):
            return TargetFault(f"{what}: TLS failed: {tls_words(one)}")
        if isinstance(one, OSError) and one.errno in OURS:
            return CouldNotLook(f"{what}: {OURS[one.errno]}")
        if isinstance(one, OSError) and one.errno:
            return TargetFault(f"{what}: {os.strerror(one.errno)}")
    return TargetFault(f"{what}: {str(error) or type(error).__name__}")


def tls_words(error: ssl.SSLError) -> str:
    """What OpenSSL calls it, in words."""
    return (error.reason or str(error)).replace("_", " ").lower()


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and what led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__

"""Formats that text can have: dates, identifiers, addresses, versions."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from typing import Any

from proofbook.matchers.base import Matcher
from proofbook.matchers.values import text
from proofbook.matchers.versions import precedence
from proofbook.model.fields import moment

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
#: RFC 3986: a scheme, and after it nothing but its characters; `%` only before two hexadecimal digits.
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
_MAILBOX = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")

#: RFC 5321: no longer address can be delivered to.
LONGEST_EMAIL = 254


def _parses(parse: Callable[[str], object]) -> Callable[[str], bool]:
    def parsed(value: str) -> bool:
        try:
            parse(value)
        except (ValueError, OverflowError):
            return False
        return True

    return parsed


def _email(value: str) -> bool:
    mailbox, _, domain = value.rpartition("@")
    labels = domain.split(".")
    fits = len(value) <= LONGEST_EMAIL and len(labels) > 1
    return fits and bool(_MAILBOX.fullmatch(mailbox)) and all(_LABEL.fullmatch(label) for label in labels)


FORMATS: dict[str, Callable[[str], bool]] = {
    "iso-date": _parses(moment),
    "uuid": lambda value: bool(_UUID.fullmatch(value)),
    "ipv4": _parses(ipaddress.IPv4Address),
    "ipv6": lambda value: "%" not in value and _parses(ipaddress.IPv6Address)(value),
    "uri": lambda value: bool(_URI.fullmatch(value)),
    "email": _email,
    "semver": _parses(precedence),
}


def _is_format(actual: Any, name: Any) -> bool:
    return FORMATS[name](text(actual))


FORMAT: dict[str, Matcher] = {
    "is_format": Matcher({"enum": list(FORMATS)}, _is_format, lambda x: f"in the format {x}"),
}

"""Formats: what is one, and what only looks like one."""

import pytest

from proofbook.matchers import Incomparable, holds
from proofbook.matchers.formats import FORMATS

LABEL = "a" * 63

RIGHT = {
    "iso-date": ["2026-11-23", "2028-02-29", "2026-11-23T13:46:05Z", "2026-11-23T13:46:05.120+14:00"],
    "uuid": ["123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000"],
    "ipv4": ["0.0.0.0", "255.255.255.255", "10.0.0.1"],
    "ipv6": ["::", "::1", "2001:db8::8a2e:370:7334", "::ffff:10.0.0.1", "FE80::1"],
    "uri": ["https://example.org/a?b=%20#c", "mailto:a@example.org", "urn:isbn:0451450523", "http://[::1]:80/"],
    "email": [
        "a@example.org",
        "first.last+tag@sub.example.co",
        f"a@{LABEL}.org",
        "o'brien@example.org",
        "a@" + ".".join([LABEL] * 3 + ["b" * 60]),
    ],
    "semver": ["1.2.3", "1.0.0-rc.1+build.5"],
}

WRONG = {
    "iso-date": [
        "2026-02-29",
        "2026-11-23T13:46:05",
        "2026-11-23 13:46",
        "20261123",
        "2026-W47-1",
        "9999-12-31",
        "",
        "2026-11-23\n",
    ],
    "uuid": [
        "123e4567e89b12d3a456426614174000",
        "123e4567-e89b-12d3-a456-42661417400g",
        "{123e4567-e89b-12d3-a456-426614174000}",
    ],
    "ipv4": ["256.0.0.1", "1.2.3", "01.2.3.4", "1.2.3.4 ", "::1"],
    "ipv6": ["1.2.3.4", "fe80::1%eth0", ":::", "12345::"],
    "uri": [
        "example.org",
        "//example.org",
        "https:",
        "https://example.org/a b",
        "https://example.org/%2",
        "ht!tp:a",
        "https://exämple.org",
    ],
    "email": [
        "example.org",
        "@example.org",
        "a@",
        "a@localhost",
        "a b@example.org",
        ".a@example.org",
        "a.@example.org",
        "a@-example.org",
        "a@example-.org",
        "a@example..org",
        f"a@{LABEL}a.org",
        "aa@" + ".".join([LABEL] * 3 + ["b" * 60]),
        "a@b@example.org",
    ],
    "semver": ["1.2", "v1.2.3", "latest"],
}

CASES = [
    (name, text, said)
    for said, table in ((True, RIGHT), (False, WRONG))
    for name, all_ in table.items()
    for text in all_
]


@pytest.mark.parametrize(("name", "text", "said"), CASES)
def test_text_is_in_a_format_or_is_not(name: str, text: str, *, said: bool) -> None:
    """A format takes what its specification takes, and nothing that only looks like it."""
    assert said == holds(text, {"is_format": name})


def test_every_format_has_cases() -> None:
    """No format is offered that is not tested."""
    assert set(FORMATS) == set(RIGHT) == set(WRONG)


@pytest.mark.parametrize("name", FORMATS)
def test_only_text_has_a_format(name: str) -> None:
    """A number cannot be held against a format of text."""
    with pytest.raises(Incomparable, match="5 is not text"):
        holds(5, {"is_format": name})

"""Semantic versions: the order of semver.org 2.0.0, and ranges."""

from itertools import pairwise
from typing import Any

import pytest

from proofbook.matchers import Incomparable, holds
from proofbook.matchers.versions import precedence

#: The chains of semver.org, section 11, and what they leave unsaid.
ASCENDING = [
    "0.0.0-0",
    "0.0.0",
    "0.9.9",
    "1.0.0-1",
    "1.0.0-2",
    "1.0.0-10",
    "1.0.0--",
    "1.0.0-0a",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "2.0.0",
    "2.1.0",
    "2.1.1",
    "10.0.0",
]

INVALID = [
    "",
    "1",
    "1.2",
    "1.2.3.4",
    "01.2.3",
    "1.02.3",
    "1.2.03",
    "1.2.3-",
    "1.2.3+",
    "1.2.3-01",
    "1.2.3-a..b",
    "1.2.3-a_b",
    "1.2.3+a+b",
    "v1.2.3",
    " 1.2.3",
    "1.2.3\n",
    "1.2.٣",
    "1.2.3-" + "a" * 251,
]

RANGES: list[tuple[str, Any, bool | str]] = [
    (">=1.2,<2", "1.2.0", True),
    (">=1.2,<2", "1.99.0", True),
    (">=1.2,<2", "1.1.9", False),
    (">=1.2,<2", "2.0.0", False),
    (">=1.2,<2", "2.0.0-rc.1", True),
    (">=1.2,<2.0.0-0", "2.0.0-rc.1", False),
    (">1", "1.0.0", False),
    (">1", "1.0.1", True),
    ("<=1", "1.0.0", True),
    ("<=1", "1.0.1", False),
    ("=1.2.3", "1.2.3+build.5", True),
    ("=1.2.3", "1.2.3-rc.1", False),
    ("!=1.2.3", "1.2.3", False),
    ("!=1.2.3", "1.2.4", True),
    (" >= 1.2 , < 2 ", "v1.5.0", True),
    (">=1", "vv1.5.0", '"v1.5.0" is not a semantic version'),
    (">=1", "1.5", '"1.5" is not a semantic version'),
    (">=1.0.0-01", "1.5.0", '"1.0.0-01" is not a semantic version'),
    (">=1", 1.5, "1.5 is not text"),
]


@pytest.mark.parametrize(("lower", "higher"), list(pairwise(ASCENDING)))
def test_versions_are_ordered_as_semver_org_says(lower: str, higher: str) -> None:
    """Each version of the chains of semver.org comes before the next."""
    assert precedence(lower) < precedence(higher)


@pytest.mark.parametrize(("one", "other"), [("1.0.0+a", "1.0.0+b"), ("1.0.0-a+1", "1.0.0-a"), ("1.0.0", "1.0.0+0.-.x")])
def test_build_metadata_does_not_count(one: str, other: str) -> None:
    """Two versions that differ in build metadata only are the same one."""
    assert precedence(one) == precedence(other)


@pytest.mark.parametrize("version", INVALID)
def test_what_is_no_semantic_version_is_refused(version: str) -> None:
    """Text that semver.org does not take as a version is never compared as one."""
    with pytest.raises(ValueError, match="is not a semantic version"):
        precedence(version)


def test_a_version_of_the_longest_length_is_taken() -> None:
    """A version of 256 characters is still read."""
    assert ((1, 2, 3), False, ((True, 0, "a" * 250),)) == precedence("1.2.3-" + "a" * 250)


@pytest.mark.parametrize(("range_", "version", "said"), RANGES)
def test_a_range_holds_where_all_its_bounds_do(range_: str, version: Any, said: object) -> None:
    """A version is in a range if every bound holds; what is no version cannot be compared."""
    try:
        found: bool | str = holds(version, {"semver": range_})
    except Incomparable as error:
        found = str(error)
    assert said == found

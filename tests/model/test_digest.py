"""Digests and instants: the same thing has the same one, however it is written down."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from proofbook.digest import check_digest, digest, item_digest
from proofbook.instants import parse, stamp
from proofbook.matchers.values import same
from proofbook.model.check import Check, CheckFields, Condition, Retry, Severity, Skip
from proofbook.model.checklist import Attest, Item

ITEM = Item(id="a", title="Support trained", description="Everybody.", attest=Attest(role="head of support"))

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
)

#: What a change of an item's field does to the digest that a signature names.
ITEM_CHANGES = [
    ({"title": "Support is trained"}, True),
    ({"description": None}, True),
    ({"attest": Attest(role="support")}, True),
    ({"attest": Attest(role="head of support", valid_for="30d")}, True),
    ({"attest": Attest(role="head of support", per_release=True)}, True),
    ({"attest": None}, True),
    ({"owner": "support"}, False),
    ({"covers": ("R-1",)}, False),
    ({"remediation": "Train."}, False),
]

#: What a change of a check does to the digest of its definition: prose and gating are not what it looks at.
CHECK_CHANGES: list[tuple[dict[str, Any], bool]] = [
    ({"retry": Retry(attempts=3)}, True),
    ({"wait_for": "5s"}, True),
    ({"timeout": "5s"}, True),
    ({"needs": ("b",)}, True),
    ({"when": Condition(file="a", reason="b")}, True),
    ({"skip": Skip(reason="a", until="2026-11-23")}, True),
    ({"max_age": "1d"}, True),
    ({"title": "other"}, False),
    ({"description": "other"}, False),
    ({"severity": Severity.HIGH}, False),
    ({"gate": False}, False),
    ({"remediation": "mend it"}, False),
    ({"owner": "other"}, False),
]


def turned(value: Any) -> Any:
    """The same value, its keys in the other order and its lists as tuples."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return tuple(turned(inner) for inner in value) if isinstance(value, list) else value


@given(json_values)
def test_a_digest_does_not_depend_on_the_order_of_keys(value: Any) -> None:
    """However a value's keys are ordered, its digest is the same 64 hexadecimal digits."""
    assert (digest(value), 64) == (digest(turned(value)), len(digest(value)))


@given(json_values, json_values)
def test_two_values_share_a_digest_exactly_if_json_holds_them_equal(one: Any, other: Any) -> None:
    """Equal values have one digest and different values have two, with equality as matchers mean it."""
    assert same(one, other) is (digest(one) == digest(other))


KNOWN = {
    "equal": ([{"a": 1.0, "b": [True, None]}], [{"b": (True, None), "a": 1}]),
    "1 is not true": (1, True),
    "text is not a number": ("1", 1),
    "order of a list counts": ([1, 2], [2, 1]),
    "nothing is not null": ({}, {"a": None}),
    "halves of pairs": ("\ud800", "\udc00"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_digest_tells_values_apart_as_json_does(name: str) -> None:
    """What JSON holds equal has one digest, and what it tells apart has two."""
    one, other = KNOWN[name]
    assert (name == "equal") is (digest(one) == digest(other))


def test_the_digests_of_old_signatures_stay_valid() -> None:
    """The digest of an item's text never changes with a version of Proofbook: signatures name it."""
    assert item_digest(ITEM) == "4fedca154e061b8094de386c0274a1a975aac3c4a99659fe2381d7c49eb130fb"


@pytest.mark.parametrize(("change", "changed"), ITEM_CHANGES, ids=repr)
def test_a_signature_is_bound_to_the_text_that_was_signed(change: dict[str, Any], *, changed: bool) -> None:
    """Changing what a person signed changes its digest; changing what stands around it does not."""
    assert changed is (item_digest(replace(ITEM, **change)) != item_digest(ITEM))


@pytest.mark.parametrize(("change", "changed"), CHECK_CHANGES, ids=repr)
def test_prose_is_not_part_of_what_a_check_looks_at(change: dict[str, Any], *, changed: bool) -> None:
    """Editing what decides a verdict changes a check's digest; editing prose, owner or severity does not."""
    before, after = (Check(CheckFields(**fields), "file", {"path": "a"}, {"exists": True}) for fields in ({}, change))
    assert changed is (check_digest(before) != check_digest(after))


@pytest.mark.parametrize(
    ("type_", "params", "expect"),
    [
        ("document", {"path": "a"}, {"exists": True}),
        ("file", {"path": "b"}, {"exists": True}),
        ("file", {"path": "a"}, {"exists": False}),
    ],
)
def test_what_a_check_looks_at_is_in_its_digest(type_: str, params: dict[str, Any], expect: dict[str, Any]) -> None:
    """Another check type, parameter or expectation is another check."""
    before = Check(CheckFields(), "file", {"path": "a"}, {"exists": True})
    assert check_digest(before) != check_digest(Check(CheckFields(), type_, params, expect))


@given(st.datetimes(timezones=st.timezones() | st.just(timezone(timedelta(hours=14)))))
def test_an_instant_is_written_in_utc_and_read_back(at: datetime) -> None:
    """An instant of any zone is written in UTC to the millisecond, and read back as the same one."""
    try:
        utc = at.astimezone(UTC)
    except OverflowError:  # the first and last hours of the calendar
        return
    written = stamp(at)
    assert (utc.replace(microsecond=utc.microsecond // 1000 * 1000), "Z") == (parse(written), written[-1])


def test_an_instant_looks_as_the_results_promise() -> None:
    """An instant in results reads as ISO 8601 with milliseconds and Z."""
    at = datetime(2026, 11, 23, 15, 46, 5, 120_999, tzinfo=timezone(timedelta(hours=2)))
    assert stamp(at) == "2026-11-23T13:46:05.120Z"

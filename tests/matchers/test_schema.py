"""What may stand after a fact: the schema that files, and filled-in variables, are held against."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from proofbook.matchers import misuse, schema

#: Section 4 of the design.
NAMES = """equals not_equals gt ge lt le between in not_in contains starts_with ends_with matches exists is_empty is_type
is_format has_key has_length contains_all contains_exactly each any_item semver days_from_now all_of any_of not"""

TAKEN: list[Any] = [
    1,
    "a",
    None,
    True,
    {"equals": []},
    {"equals": None},
    {"contains": 1},
    {"contains": "a"},
    {"in": [1]},
    {"between": [1, 2.5]},
    {"is_type": "null"},
    {"is_format": "uri"},
    {"semver": ">=1.2.3-rc.1, !=2"},
    {"exists": False},
    {"has_length": 3},
    {"each": {"not": {"any_of": [1, {"matches": "a"}]}}},
    {"days_from_now": {"ge": 30}},
    {"in": (1, 2)},
]

REFUSED: list[tuple[Any, str]] = [
    ({}, "{} should be non-empty"),
    ([], "[] is not of type 'string', 'number', 'boolean', 'null', 'object'"),
    ({"equal": 1}, "Additional properties are not allowed ('equal' was unexpected)"),
    ({"gt": "5"}, "gt: '5' is not of type 'number'"),
    ({"le": True}, "le: True is not of type 'number'"),
    ({"between": [1]}, "between: [1] is too short"),
    ({"between": [1, 2, 3]}, "between: [1, 2, 3] is too long"),
    ({"between": [1, "b"]}, "between[1]: 'b' is not of type 'number'"),
    ({"in": []}, "in: [] should be non-empty"),
    ({"not_in": "abc"}, "not_in: 'abc' is not of type 'array'"),
    ({"contains": ""}, "contains: '' should be non-empty"),
    ({"starts_with": ""}, "starts_with: '' should be non-empty"),
    ({"ends_with": 5}, "ends_with: 5 is not of type 'string'"),
    ({"matches": ""}, "matches: '' should be non-empty"),
    ({"exists": "false"}, "exists: 'false' is not of type 'boolean'"),
    ({"is_empty": 0}, "is_empty: 0 is not of type 'boolean'"),
    (
        {"is_type": "text"},
        "is_type: 'text' is not one of ['string', 'integer', 'number', 'boolean', 'list', 'object', 'null']",
    ),
    (
        {"is_format": "date"},
        "is_format: 'date' is not one of ['iso-date', 'uuid', 'ipv4', 'ipv6', 'uri', 'email', 'semver']",
    ),
    ({"has_key": 1}, "has_key: 1 is not of type 'string'"),
    ({"contains_all": []}, "contains_all: [] should be non-empty"),
    ({"contains_exactly": []}, "contains_exactly: [] should be non-empty"),
    ({"any_of": []}, "any_of: [] should be non-empty"),
    ({"all_of": [{}]}, "all_of[0]: {} should be non-empty"),
    ({"not": {}}, "not: {} should be non-empty"),
    ({"each": {"any_item": {"gt": "\ud800"}}}, r"each.any_item.gt: '\ud800' is not of type 'number'"),
]

RANGES_REFUSED = [
    "1.2",
    "1.2.3",
    "^1.2",
    ">=1.2 <2",
    ">=01.2",
    ">=",
    ">=1.2,",
    "",
    ">=1.2.3.4",
    ">=1.2-rc",
    ">=1.2.3-a..b",
    ">=1.2\n\nx",
]


def test_every_matcher_of_the_design_is_there() -> None:
    """The matchers are those that the design names, all of them and no others."""
    assert set(NAMES.split()) == set(schema()["properties"])


def test_the_schema_is_one() -> None:
    """What is published as the schema of a matcher is a valid JSON Schema."""
    assert list(Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(schema())) == []


@pytest.mark.parametrize("expected", TAKEN, ids=repr)
def test_what_a_matcher_takes_is_taken(expected: Any) -> None:
    """Every matcher takes arguments of its kind."""
    assert misuse(expected) == ""


@pytest.mark.parametrize(("expected", "words"), REFUSED, ids=repr)
def test_what_asserts_nothing_or_makes_no_sense_is_refused(expected: Any, words: str) -> None:
    """Empty, unknown and wrongly typed matchers are refused with the place in them, so that nothing passes silently."""
    assert words == misuse(expected)


@pytest.mark.parametrize("range_", RANGES_REFUSED)
def test_a_range_of_versions_that_cannot_be_read_is_refused(range_: str) -> None:
    """A range whose bounds are not all comparisons with a version is refused before anything is compared."""
    assert "does not match" in misuse({"semver": range_})

"""How expectations read, and how a failure says what the difference is."""

from datetime import UTC, datetime
from typing import Any

import pytest

from proofbook.matchers import describe, difference, shortfall, show

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LONG = "a" * 500

DESCRIBED: list[tuple[Any, str]] = [
    (200, "200"),
    ("a", '"a"'),
    (None, "null"),
    ({"equals": {"a": 1}}, '{"a": 1}'),
    ({"not_equals": 1}, "not 1"),
    ({"gt": 1}, "more than 1"),
    ({"ge": 1}, "at least 1"),
    ({"lt": 1}, "less than 1"),
    ({"le": 1}, "at most 1"),
    ({"between": [1, 2]}, "between 1 and 2"),
    ({"in": [1, 2]}, "one of [1, 2]"),
    ({"not_in": [1, 2]}, "none of [1, 2]"),
    ({"is_type": "list"}, "of type list"),
    ({"is_format": "uuid"}, "in the format uuid"),
    ({"semver": ">=1.2,<2"}, "a version >=1.2,<2"),
    ({"contains": "a"}, 'containing "a"'),
    ({"starts_with": "a"}, 'starting "a"'),
    ({"ends_with": "a"}, 'ending "a"'),
    ({"matches": r"^\d$"}, r"matching /^\d$/"),
    ({"exists": True}, "present"),
    ({"exists": False}, "absent"),
    ({"is_empty": True}, "empty"),
    ({"is_empty": False}, "not empty"),
    ({"has_key": "a"}, 'with key "a"'),
    ({"has_length": {"gt": 1}}, "length more than 1"),
    ({"contains_all": [1]}, "containing all of [1]"),
    ({"contains_exactly": [1]}, "exactly [1], in any order"),
    ({"each": {"gt": 0}}, "each more than 0"),
    ({"any_item": 3}, "any 3"),
    ({"days_from_now": {"ge": 30}}, "days from now at least 30"),
    ({"not": {"gt": 1}}, "not more than 1"),
    ({"ge": 1, "lt": 5}, "at least 1 and less than 5"),
    ({"all_of": [{"gt": 1}, {"lt": 5}]}, "(more than 1 and less than 5)"),
    ({"any_of": [{"gt": 1}, "auto"]}, '(more than 1 or "auto")'),
]

SHORTFALLS: list[tuple[Any, Any, str]] = [
    (200, 500, ""),
    ({"le": 300}, 412, ""),
    ({"equals": [1, 2]}, [1, 3], "at $[1]: expected 2, got 3"),
    ({"equals": {"a": {"b c": 1}}}, {"a": {}}, 'at $.a["b c"]: expected 1, got nothing'),
    ({"equals": {"b": 1}}, {"b": 2, 1: "a"}, 'at $["1"]: expected nothing, got "a"'),
    ({"equals": ["x" * 60]}, ["y" * 60], 'at $[0]: expected "' + "x" * 60 + '", got "' + "y" * 60 + '"'),
    ({"equals": []}, 1, "at $: expected [], got 1"),
    ("x" * 60, "y" * 60, ""),
    ("x" * 60, "y" * 61, 'at $, character 1: expected "' + "x" * 40 + '", got "' + "y" * 40 + '"'),
    (LONG, "b", 'at $, character 1: expected "' + "a" * 40 + '", got "b"'),
    ("b", LONG, 'at $, character 1: expected "b", got "' + "a" * 40 + '"'),
    ({"contains_all": [1, 2, 3]}, [2], "missing: [1, 3]"),
    ({"contains_exactly": [1, 2]}, [2, 3], "missing: [1], too many: [3]"),
    ({"contains_exactly": [1]}, [1, 1], "too many: [1]"),
    ({"contains_exactly": [1, 1]}, [1], "missing: [1]"),
    ({"each": {"gt": 0}}, [1, 0, -1], "at [1]: expected more than 0, got 0; 2 of 3 are not as expected"),
    (
        {"each": {"has_length": 1}},
        ["a", "bc"],
        'at [1]: expected length 1, got "bc" (its length is 2); 1 of 2 are not as expected',
    ),
    ({"has_length": 3}, "abcd", "its length is 4"),
    ({"has_length": 3, "contains_all": [1, 2]}, [1, 3, 4], "missing: [2]"),
    ({"has_key": "c"}, {"b": 1, "a": 2}, 'its keys are ["a", "b"]'),
    ({"ends_with": "b"}, "a" * 398, ""),
    ({"ends_with": "b"}, "b" + "a" * 398, 'it ends "' + "a" * 60 + '"'),
    ({"days_from_now": {"ge": 30}}, "2026-12-03T12:00:00Z", "that is 10.0 days from now"),
    ({"days_from_now": {"ge": 30}}, "2026-11-21", "that is -1.5 days from now"),
    (
        {"all_of": [{"has_length": 1}, {"contains_all": [9]}, {"is_type": "object"}]},
        [1],
        "not containing all of [9] (missing: [9]); not of type object",
    ),
    ({"any_of": [{"has_length": 1}, {"has_length": 2}]}, "abc", ""),
    (
        {"each": {"days_from_now": {"gt": 0}}},
        ["2026-11-22"],
        (
            'at [0]: expected days from now more than 0, got "2026-11-22" (that is -0.5 days from now); '
            "1 of 1 are not as expected"
        ),
    ),
]

SHOWN: list[tuple[Any, str]] = [
    ("é", '"é"'),
    ('a"b\n', r'"a\"b\n"'),
    ("\ud800", r'"\ud800"'),
    ({"a": [1, None]}, '{"a": [1, null]}'),
    ("a" * 398, '"' + "a" * 398 + '"'),
    ("a" * 399, '"' + "a" * 399 + "… (401 characters)"),
    (datetime(2026, 1, 1, tzinfo=UTC), '"2026-01-01 00:00:00+00:00"'),
]

DIFFERENCES: list[tuple[Any, Any, str]] = [
    (1, 1.0, ""),
    ([1, {"a": None}], [1, {"a": None}], ""),
    ({"a": None}, {}, "at $.a: expected null, got nothing"),
    ({}, {"a": None}, "at $.a: expected nothing, got null"),
    ({"b": 1, "a": 1}, {"b": 2, "a": 2}, "at $.a: expected 1, got 2"),
    ([], [1], "at $[0]: expected nothing, got 1"),
    ([[1, 2]], [[1]], "at $[0][1]: expected 2, got nothing"),
    ({"a.b": 1, "0": 2}, {"a.b": 2, "0": 2}, 'at $["a.b"]: expected 1, got 2'),
    (True, 1, "at $: expected true, got 1"),
    ("1", 1, 'at $: expected "1", got 1'),
    ([1], {"0": 1}, 'at $: expected [1], got {"0": 1}'),
    ("short", "texts", 'at $: expected "short", got "texts"'),
    (LONG + "b", LONG, 'at $, character 501: expected "' + "a" * 20 + 'b", got "' + "a" * 20 + '"'),
    (
        LONG + "x" * 50,
        LONG + "y",
        'at $, character 501: expected "' + "a" * 20 + "x" * 40 + '", got "' + "a" * 20 + 'y"',
    ),
]


@pytest.mark.parametrize(("expected", "words"), DESCRIBED, ids=repr)
def test_an_expectation_reads_as_a_person_would_say_it(expected: Any, words: str) -> None:
    """Every matcher is said in words, as in `at least 200 and less than 300`."""
    assert words == describe(expected)


@pytest.mark.parametrize(("expected", "actual", "words"), SHORTFALLS, ids=lambda value: repr(value)[:60])
def test_a_failure_says_what_the_difference_is(expected: Any, actual: Any, words: str) -> None:
    """Where expected and actual value do not show it by themselves, the failure says where they differ."""
    assert words == shortfall(actual, expected, NOW)


@pytest.mark.parametrize(("value", "words"), SHOWN, ids=lambda value: repr(value)[:60])
def test_a_value_is_shown_on_one_line_and_cut_where_it_gets_long(value: Any, words: str) -> None:
    """A value is shown as JSON on one line that any file can hold; a long one is cut, and says how long it is."""
    assert words == show(value)


@pytest.mark.parametrize(("expected", "actual", "words"), DIFFERENCES, ids=lambda value: repr(value)[:60])
def test_structures_are_compared_to_the_place_where_they_differ(expected: Any, actual: Any, words: str) -> None:
    """The difference of two values names the first place where they differ, as a JSONPath, with both sides."""
    assert words == difference(expected, actual)

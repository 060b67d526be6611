"""What each matcher says of which value. A string in the last column is why the two cannot be compared."""

from datetime import UTC, datetime
from typing import Any

import pytest

from proofbook.errors import CouldNotLook
from proofbook.matchers import MISSING, Incomparable, holds

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
NOTHING = "it selects nothing"
NO_DATE = "{} is not an ISO 8601 date, or a time with its offset"
EMPTY = "the list is empty: nothing was compared"

EQUALITY: list[tuple[Any, Any, bool | str]] = [
    (200, 200, True),
    (200, 200.0, True),
    (200, "200", False),
    (1, True, False),
    (True, 1, False),
    (None, None, True),
    (None, MISSING, NOTHING),
    ("a", "a", True),
    ({"equals": [1, 2]}, [1, 2], True),
    ({"equals": [1, 2]}, [2, 1], False),
    ({"equals": [1, 2]}, [1], False),
    ({"equals": {"a": 1, "b": 2}}, {"b": 2, "a": 1}, True),
    ({"equals": {"a": 1}}, {"a": 1, "b": 2}, False),
    ({"equals": {}}, {}, True),
    ({"not_equals": 3}, 4, True),
    ({"not_equals": 3}, 3.0, False),
    ({"not_equals": 3}, MISSING, NOTHING),
    ({"in": [1, "a"]}, "a", True),
    ({"in": [1, "a"]}, True, False),
    ({"not_in": [1, "a"]}, 2, True),
    ({"not_in": [1, "a"]}, 1.0, False),
]

ORDER: list[tuple[Any, Any, bool | str]] = [
    ({"gt": 5}, 5.5, True),
    ({"gt": 5}, 5, False),
    ({"ge": 5}, 5, True),
    ({"ge": 5}, 4.9, False),
    ({"lt": 5}, 4, True),
    ({"lt": 5}, 5, False),
    ({"le": 5}, 5, True),
    ({"le": 5}, 6, False),
    ({"gt": 1}, 10**400, True),
    ({"between": [2, 4]}, 2, True),
    ({"between": [2, 4]}, 4, True),
    ({"between": [2, 4]}, 1, False),
    ({"between": [2, 4]}, 5, False),
    ({"between": [3, 3]}, 3, True),
    ({"between": [4, 2]}, 3, "nothing is between 4 and 2: the smaller one stands first"),
    ({"gt": 5}, "6", '"6" is not a number'),
    ({"lt": 5}, True, "true is not a number"),
    ({"lt": 5}, None, "null is not a number"),
    ({"lt": 5}, float("nan"), "NaN is not a number"),
    ({"ge": 200, "lt": 300}, 204, True),
    ({"ge": 200, "lt": 300}, 300, False),
    ({"lt": 5, "starts_with": "a"}, "abc", '"abc" is not a number'),
]

TYPES: list[tuple[Any, Any, bool | str]] = [
    ({"is_type": "string"}, "", True),
    ({"is_type": "integer"}, 1, True),
    ({"is_type": "integer"}, 1.5, False),
    ({"is_type": "integer"}, True, False),
    ({"is_type": "number"}, 1, True),
    ({"is_type": "number"}, 1.5, True),
    ({"is_type": "number"}, "1", False),
    ({"is_type": "boolean"}, False, True),
    ({"is_type": "boolean"}, 0, False),
    ({"is_type": "list"}, [], True),
    ({"is_type": "list"}, {}, False),
    ({"is_type": "object"}, {}, True),
    ({"is_type": "object"}, None, False),
    ({"is_type": "null"}, None, True),
    ({"is_type": "null"}, MISSING, NOTHING),
]

TEXT: list[tuple[Any, Any, bool | str]] = [
    ({"contains": "ell"}, "hello", True),
    ({"contains": "hell"}, "shallow", False),
    ({"contains": 2}, [1, 2.0], True),
    ({"contains": "a"}, ["ab"], False),
    ({"contains": 2}, "2", '"2" is not a list'),
    ({"contains": "a"}, {"a": 1}, '{"a": 1} is not text'),
    ({"starts_with": "he"}, "hello", True),
    ({"starts_with": "lo"}, "hello", False),
    ({"starts_with": "1"}, 12, "12 is not text"),
    ({"ends_with": "lo"}, "hello", True),
    ({"ends_with": "he"}, "hello", False),
    ({"ends_with": "2"}, 12, "12 is not text"),
    ({"matches": r"^v\d+$"}, "v12", True),
    ({"matches": r"^v\d+$"}, "v1.2", False),
    ({"matches": "b"}, "abc", True),
    ({"matches": "a"}, ["a"], '["a"] is not text'),
    ({"matches": "x"}, "\ud800x", True),
]

COLLECTIONS: list[tuple[Any, Any, bool | str]] = [
    ({"exists": True}, None, True),
    ({"exists": True}, MISSING, False),
    ({"exists": False}, MISSING, True),
    ({"exists": False}, 0, False),
    ({"exists": False, "equals": 1}, MISSING, NOTHING),
    ({"is_empty": True}, "", True),
    ({"is_empty": True}, [0], False),
    ({"is_empty": True}, {}, True),
    ({"is_empty": False}, "a", True),
    ({"is_empty": True}, 0, "0 has no length"),
    ({"is_empty": True}, MISSING, NOTHING),
    ({"has_key": "a"}, {"a": None}, True),
    ({"has_key": "b"}, {"a": None}, False),
    ({"has_key": "a"}, ["a"], '["a"] has no keys'),
    ({"has_length": 3}, "abc", True),
    ({"has_length": {"gt": 1}}, [1], False),
    ({"has_length": 1}, {"a": 1}, True),
    ({"has_length": 1}, 1, "1 has no length"),
    ({"has_length": 1}, MISSING, NOTHING),
    ({"contains_all": [1, 2]}, [3, 2, 1], True),
    ({"contains_all": [1, 1]}, [1, 2], False),
    ({"contains_all": [1]}, "1", '"1" is not a list'),
    ({"contains_exactly": [1, 2]}, [2, 1.0], True),
    ({"contains_exactly": [1, 2]}, [1, 2, 2], False),
    ({"contains_exactly": [1, 2, 2]}, [1, 2], False),
]

COMPOUND: list[tuple[Any, Any, bool | str]] = [
    ({"each": {"gt": 0}}, [1, 2], True),
    ({"each": {"gt": 0}}, [1, 0], False),
    ({"each": {"gt": 0}}, [], EMPTY),
    ({"each": {"gt": 0}}, [-1, "a"], '"a" is not a number'),
    ({"each": {"gt": 0}}, 1, "1 is not a list"),
    ({"each": {"gt": 0}}, MISSING, NOTHING),
    ({"any_item": {"gt": 0}}, [0, 1], True),
    ({"any_item": {"gt": 0}}, [0, -1], False),
    ({"any_item": {"gt": 0}}, ["a", 1], True),
    ({"any_item": {"gt": 0}}, ["a", 0, None], '"a" is not a number'),
    ({"any_item": {"gt": 0}}, [], EMPTY),
    ({"any_item": {"gt": 0}}, MISSING, NOTHING),
    ({"not": {"gt": 5}}, 5, True),
    ({"not": 5}, 5, False),
    ({"not": {"gt": 5}}, "a", '"a" is not a number'),
    ({"not": {"equals": 5}}, MISSING, NOTHING),
    ({"not": {"exists": True}}, MISSING, True),
    ({"all_of": [{"gt": 1}, {"lt": 3}]}, 2, True),
    ({"all_of": [{"gt": 1}, {"lt": 3}]}, 3, False),
    ({"all_of": [{"gt": 9}, {"starts_with": "a"}]}, 3, "3 is not text"),
    ({"any_of": [{"lt": 1}, {"gt": 3}]}, 4, True),
    ({"any_of": [{"lt": 1}, {"gt": 3}]}, 2, False),
    ({"any_of": [{"lt": 1}, "auto"]}, "auto", True),
    ({"any_of": [{"lt": 1}, "auto"]}, "manual", '"manual" is not a number'),
    ({"any_of": [{"exists": False}, 3]}, MISSING, True),
    ({"any_of": [{"is_empty": True}, {"each": {"gt": 0}}]}, [], True),
    ({"any_of": [4, 3]}, MISSING, NOTHING),
]

DAYS: list[tuple[Any, Any, bool | str]] = [
    ({"days_from_now": {"gt": 29.9}}, "2026-12-23T12:00:00Z", True),
    ({"days_from_now": 30}, "2026-12-23T12:00:00Z", True),
    ({"days_from_now": 30.5}, "2026-12-23", True),
    ({"days_from_now": {"lt": 0}}, "2026-11-23T13:59:59+02:00", True),
    ({"days_from_now": {"lt": 0}}, "2026-11-23T14:00:00+02:00", False),
    ({"days_from_now": {"gt": 0}}, "2026-12-23T12:00:00", NO_DATE.format('"2026-12-23T12:00:00"')),
    ({"days_from_now": {"gt": 0}}, "soon", NO_DATE.format('"soon"')),
    ({"days_from_now": {"gt": 0}}, "9999-12-31", NO_DATE.format('"9999-12-31"')),
    ({"days_from_now": {"gt": 0}}, 5, "5 is not text"),
    ({"days_from_now": {"gt": 0}}, MISSING, NOTHING),
]


def outcome(actual: Any, expected: Any, now: datetime | None = NOW) -> bool | str:
    try:
        return holds(actual, expected, now)
    except Incomparable as error:
        return str(error)


@pytest.mark.parametrize(
    ("expected", "actual", "said"), EQUALITY + ORDER + TYPES + TEXT + COLLECTIONS + COMPOUND + DAYS, ids=repr
)
def test_a_matcher_holds_fails_or_says_why_it_cannot_compare(expected: Any, actual: Any, said: object) -> None:
    """Each matcher holds for what it describes, fails for what it does not, and says why it cannot compare the rest."""
    assert said == outcome(actual, expected)


def test_days_are_counted_only_from_a_time_that_was_given() -> None:
    """Without the time nothing is counted in days, so that no clock is asked behind the caller's back."""
    assert outcome("2026-12-23", {"days_from_now": {"gt": 0}}, None) == "nobody said what time it is"


def test_a_pattern_out_of_a_variable_that_does_not_compile_is_our_fault() -> None:
    """A regular expression that came out of a variable and is none is an error, not a failure of the target."""
    with pytest.raises(CouldNotLook) as raised:
        holds("a", {"matches": "("})
    assert str(raised.value) == '"(" is not a regular expression: missing ): ('


def test_a_regular_expression_takes_linear_time() -> None:
    """A pattern that makes a backtracking engine hang is answered at once."""
    assert outcome("a" * 50_000 + "!", {"matches": "^(a+)+$"}) is False

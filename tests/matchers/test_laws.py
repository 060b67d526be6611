"""What holds of matchers whatever the value, looked for by hypothesis."""

import json
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofbook.matchers import Incomparable, describe, difference, holds, misuse, schema, shortfall
from proofbook.matchers.comparing import TYPES
from proofbook.matchers.formats import FORMATS
from proofbook.matchers.values import same

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
INCOMPARABLE = "incomparable"

numbers = st.integers(-3, 3) | st.floats(-3, 3, allow_nan=False)
texts = st.text("ab1.-", max_size=4) | st.sampled_from(["1.2.3", "2026-11-23", "a@b.c", "::1"])
scalars = st.none() | st.booleans() | numbers | texts
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=6
)
some_text = texts.filter(bool)
some_values = st.lists(values, min_size=1, max_size=3)

ARGUMENTS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(["equals", "not_equals"], values),
    **dict.fromkeys(["gt", "ge", "lt", "le"], numbers),
    **dict.fromkeys(["in", "not_in", "contains_all", "contains_exactly"], some_values),
    **dict.fromkeys(["starts_with", "ends_with"], some_text),
    **dict.fromkeys(["exists", "is_empty"], st.booleans()),
    "between": st.lists(numbers, min_size=2, max_size=2),
    "is_type": st.sampled_from(TYPES),
    "is_format": st.sampled_from(sorted(FORMATS)),
    "semver": st.sampled_from([">=1", "<2,!=1.2.3"]),
    "contains": values.filter(lambda value: value != ""),
    "matches": st.sampled_from(["a", "^1", "b?$"]),
    "has_key": texts,
}


def _compound(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    one = st.sampled_from(["not", "each", "any_item", "has_length", "days_from_now"])
    many = st.sampled_from(["all_of", "any_of"])
    return (
        st.tuples(one, inner).map(lambda pair: {pair[0]: pair[1]})
        | st.tuples(many, st.lists(inner, min_size=1, max_size=3)).map(lambda pair: {pair[0]: pair[1]})
        | st.lists(inner, min_size=2, max_size=2).map(_joined)
    )


def _joined(two: list[Any]) -> Any:
    return two[0] | two[1] if all(isinstance(one, dict) for one in two) else two[0]


simple = st.sampled_from(sorted(ARGUMENTS)).flatmap(lambda name: ARGUMENTS[name].map(lambda argument: {name: argument}))
matchers = st.recursive(scalars | simple, _compound, max_leaves=5)


def outcome(actual: Any, expected: Any) -> bool | str:
    try:
        return holds(actual, expected, NOW)
    except Incomparable:
        return INCOMPARABLE


def canonical(value: Any) -> Any:
    """What JSON means by a value, in terms that Python's own equality serves."""
    if isinstance(value, dict):
        return {key: canonical(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [canonical(inner) for inner in value]
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return ("number", Fraction(value)) if is_number else (type(value).__name__, value)


def test_the_laws_know_every_matcher() -> None:
    """A new matcher does not escape the laws."""
    compound = {"not", "each", "any_item", "has_length", "days_from_now", "all_of", "any_of"}
    assert set(schema()["properties"]) == {*ARGUMENTS, *compound}


@given(values, matchers)
def test_a_matcher_and_its_not_are_opposites(actual: Any, expected: Any) -> None:
    """A matcher and its `not` never agree, except that neither holds of what cannot be compared."""
    opposite = {True: False, False: True, INCOMPARABLE: INCOMPARABLE}
    assert opposite[outcome(actual, expected)] == outcome(actual, {"not": expected})


@given(values, values)
def test_equality_is_that_of_json_and_symmetric(left: Any, right: Any) -> None:
    """Two values are equal exactly where JSON says so, from whichever side one looks."""
    wanted = canonical(left) == canonical(right)
    assert (wanted, wanted) == (same(left, right), same(right, left))


@given(values)
def test_a_value_is_what_it_is_after_being_written_and_read(value: Any) -> None:
    """Writing a value as JSON and reading it back changes nothing that equality sees."""
    assert difference(value, json.loads(json.dumps(value))) == ""


@given(values, matchers)
def test_every_failure_can_be_explained(actual: Any, expected: Any) -> None:
    """Whatever fails can be described and explained in words, without a crash of its own."""
    said = shortfall(actual, expected, NOW) if outcome(actual, expected) is False else ""
    assert [str, str] == [type(describe(expected)), type(said)]


@given(matchers)
def test_the_schema_takes_every_matcher(expected: Any) -> None:
    """What the matchers understand, the schema takes."""
    assert misuse(expected) == ""


#: Pairs that say the same thing: left and right of a value and an argument for each.
SAME: dict[str, tuple[st.SearchStrategy[Any], Any, Any]] = {
    "in is any_of equals": (some_values, lambda x: {"in": x}, lambda x: {"any_of": [{"equals": one} for one in x]}),
    "not_in is not in": (some_values, lambda x: {"not_in": x}, lambda x: {"not": {"in": x}}),
    "not_equals is not equals": (values, lambda x: {"not_equals": x}, lambda x: {"not": {"equals": x}}),
    "gt is not le": (numbers, lambda x: {"gt": x}, lambda x: {"not": {"le": x}}),
    "lt is not ge": (numbers, lambda x: {"lt": x}, lambda x: {"not": {"ge": x}}),
    "is_empty is length 0": (
        st.booleans(),
        lambda x: {"is_empty": x},
        lambda x: {"any_of": [{"has_length": _zero(x)}]},
    ),
    "between is ge and le": (
        st.lists(numbers, min_size=2, max_size=2).map(sorted),
        lambda x: {"between": x},
        lambda x: {"ge": x[0], "le": x[1]},
    ),
    "contains_exactly in any order": (
        some_values,
        lambda x: {"contains_exactly": x},
        lambda x: {"contains_exactly": x[::-1]},
    ),
    "two matchers are all_of": (
        st.tuples(numbers, some_text),
        lambda x: {"ge": x[0], "not_equals": x[1]},
        lambda x: {"all_of": [{"ge": x[0]}, {"not_equals": x[1]}]},
    ),
    "a bare scalar is equals": (scalars, lambda x: x, lambda x: {"equals": x}),
}


def _zero(wanted: object) -> Any:
    return {"equals": 0} if wanted else {"gt": 0}


@pytest.mark.parametrize("law", SAME)
@given(data=st.data())
def test_two_ways_to_say_a_thing_agree(law: str, data: st.DataObject) -> None:
    """Where two matchers say the same thing, they agree on every value."""
    arguments, left, right = SAME[law]
    actual, argument = data.draw(values), data.draw(arguments)
    assert outcome(actual, left(argument)) == outcome(actual, right(argument))


@given(st.lists(values, min_size=1, max_size=4), matchers)
def test_each_and_any_are_all_of_and_any_of_the_elements(actual: list[Any], inner: Any) -> None:
    """`each` is false of a list if one element is, where all can be compared; `any_item` is true if one is."""
    found = [outcome(element, inner) for element in actual]
    each = INCOMPARABLE if INCOMPARABLE in found else False not in found
    some = True if True in found else INCOMPARABLE if INCOMPARABLE in found else False
    assert (each, some) == (outcome(actual, {"each": inner}), outcome(actual, {"any_item": inner}))

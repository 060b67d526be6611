"""Facts held against expectations: one assertion each, and why it failed."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from proofbook.errors import CouldNotLook
from proofbook.expect import explain, judge, read
from proofbook.matchers import misuse
from proofbook.model.check import Figure
from proofbook.model.results import Assertion, Reading

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEYED = {"json": "jsonpath", "headers": "name"}
FACTS: dict[str, Any] = {
    "status": 200,
    "json": {"items": [1, 2], "until": "2026-12-03T12:00:00Z", "name": "x" * 70},
    "headers": {"Content-Type": "text/html"},
}


def made(fact: str, expected: str, actual: str, *, ok: bool, path: str = "", detail: str = "") -> Assertion:
    return Assertion(fact=fact, path=path, expected=expected, actual=actual, ok=ok, detail=detail)


CASES: list[tuple[dict[str, Any], Assertion]] = [
    ({"status": 200}, made("status", "200", "200", ok=True)),
    ({"status": {"ge": 500}}, made("status", "at least 500", "200", ok=False)),
    ({"body": "a"}, made("body", '"a"', "nothing", ok=False, detail="it selects nothing")),
    ({"body": {"exists": False}}, made("body", "absent", "nothing", ok=True)),
    (
        {"status": {"contains": "2"}},
        made("status", 'containing "2"', "200", ok=False, detail="200 is not text"),
    ),
    (
        {"json": {"$.items": {"equals": [1, 3]}}},
        made("json", "[1, 3]", "[1, 2]", path="$.items", ok=False, detail="at $[1]: expected 3, got 2"),
    ),
    (
        {"json": {"$.none": {"not": {"equals": 1}}}},
        made("json", "not 1", "nothing", path="$.none", ok=False, detail="it selects nothing"),
    ),
    (
        {"headers": {"content-type": {"starts_with": "text"}}},
        made("headers", 'starting "text"', '"text/html"', path="content-type", ok=True),
    ),
    (
        {"json": {"$.until": {"days_from_now": {"gt": 30}}}},
        made(
            "json",
            "days from now more than 30",
            '"2026-12-03T12:00:00Z"',
            path="$.until",
            ok=False,
            detail="that is 10.0 days from now",
        ),
    ),
]


@pytest.mark.parametrize(("expect", "assertion"), CASES, ids=repr)
def test_an_expectation_becomes_an_assertion(expect: dict[str, Any], assertion: Assertion) -> None:
    """Each expectation becomes one assertion with what was expected, what was seen and the difference."""
    assert (assertion,) == judge(FACTS, expect, KEYED, NOW)


def test_assertions_keep_the_order_of_the_file() -> None:
    """Assertions stand in the order in which their expectations are written."""
    expect = {"json": {"$.items[1]": 2, "$.items[0]": 1}, "status": 200}
    said = [(one.fact, one.path, one.ok) for one in judge(FACTS, expect, KEYED)]
    assert [("json", "$.items[1]", True), ("json", "$.items[0]", True), ("status", "", True)] == said


NOTHING_EXPECTED = "nothing is expected of what was seen"
MISUSED: list[tuple[dict[str, Any], str]] = [
    ({}, NOTHING_EXPECTED),
    ({"json": {}}, NOTHING_EXPECTED),
    ({"status": {"le": "300"}}, "`expect` of `status` with its variables filled in: le: '300' is not of type 'number'"),
    ({"json": {"$.items": {}}}, "`expect` of `json` with its variables filled in: {} should be non-empty"),
]


@pytest.mark.parametrize(("expect", "message"), MISUSED, ids=repr)
def test_what_asserts_nothing_is_our_fault(expect: dict[str, Any], message: str) -> None:
    """Expectations that assert nothing, or make no sense once variables are filled in, never pass: they are errors."""
    with pytest.raises(CouldNotLook) as raised:
        judge(FACTS, expect, KEYED, NOW)
    assert message == str(raised.value)


def test_a_failure_is_explained_in_one_sentence_each() -> None:
    """What failed is said with fact, path, expectation, value and difference; what passed is not."""
    expect = {"status": 500, "json": {"$.items": {"contains_all": [2, 3]}, "$.until": {"exists": True}}}
    said = explain(judge(FACTS, expect, KEYED, NOW))
    wanted = "status: expected 500, got 200; json $.items: expected containing all of [2, 3], got [1, 2] (missing: [3])"
    assert (wanted, "") == (said, explain(judge(FACTS, {"status": 200}, KEYED)))


FIGURES = (
    Figure(title="status", fact="status"),
    Figure(title="items", fact="json", path="$.items", unit="papers"),
    Figure(title="not there", fact="json", path="$.none"),
    Figure(title="not seen", fact="body"),
)


def test_figures_are_read_with_their_targets() -> None:
    """A figure shows the fact with the expectation of the same fact and path as its target; what is not there is left out."""
    assertions = judge(FACTS, {"status": {"lt": 200}, "json": {"$.until": {"exists": True}}}, KEYED)
    assert (
        Reading(title="status", value=200, target="less than 200", ok=False),
        Reading(title="items", value="[1, 2]", unit="papers"),
    ) == read(FACTS, FIGURES, KEYED, assertions)


ODD: list[tuple[Any, Any]] = [
    (True, True),
    (1.5, 1.5),
    (2**70, 2**70),
    (float("inf"), "Infinity"),
    (float("nan"), "NaN"),
    (None, "null"),
    ("\ud800", r"\ud800"),
]


@pytest.mark.parametrize(("value", "shown"), ODD, ids=repr)
def test_whatever_was_seen_can_be_kept_in_a_file(value: Any, shown: Any) -> None:
    """A reading is a value that JSON can hold; what it cannot hold is kept as a person reads it."""
    reading = read({"status": value}, FIGURES[:1], KEYED, ())[0]
    assert (shown, shown) == (reading.value, msgspec.json.decode(msgspec.json.encode(reading))["value"])


def test_an_answer_with_half_a_surrogate_pair_can_be_written_down() -> None:
    """JSON that a hostile server answers with broken Unicode ends as an assertion, not as a crash of the whole run."""
    made_ = judge({"json": {"a": "\udc00b"}}, {"json": {"$.a": {"matches": "b"}}}, KEYED)
    assert [True, r"\udc00b"] == [made_[0].ok, msgspec.json.decode(msgspec.json.encode(made_))[0]["actual"].strip('"')]


def test_values_that_json_does_not_have() -> None:
    """Bytes can be expected; a matcher whose name is no text is told, not suffered."""
    assert misuse({"equals": b"bytes"}) == ""
    assert "1" in misuse({1: 2})

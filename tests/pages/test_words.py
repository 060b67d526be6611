"""How pages say statuses, lengths of time, numbers and moments."""

from typing import Any

import pytest

from proofbook.model.environment import Grade
from proofbook.model.status import Status
from proofbook.pages import words
from tests.gate.records import item

#: tint and label of each status
SHOWN = """
failed: fail, failed
error: fail, error
blocked: warn, blocked
stale: warn, stale
expired: warn, expired
insufficient_data: muted, insufficient data
not_reviewed: muted, not reviewed
skipped: muted, skipped
waived: warn, waived
flaky: warn, flaky
attested: signed, attested
passed: pass, passed
not_applicable: muted, for a person
"""

TOOK = {
    0: "0 ms",
    0.0004: "0 ms",
    0.25: "250 ms",
    0.9994: "999 ms",
    0.9996: "1.0 s",
    1: "1.0 s",
    99.94: "99.9 s",
    99.96: "1.7 min",
    600: "10.0 min",
}
ESTIMATE = {
    0: "0 s",
    30: "30 s",
    59.4: "59 s",
    59.6: "1 min",
    60: "1 min",
    150: "2 min",
    7140: "119 min",
    7170: "2 h",
    7200: "2 h",
    9000: "2.5 h",
    86400: "24 h",
}
NUMBER: list[tuple[Any, str]] = [
    (1, "1"),
    (1234567, "1,234,567"),
    (-1234, "-1,234"),
    (1.23456, "1.23"),
    (99.9, "99.9"),
    (100.4, "100"),
    (-1234.5678, "-1,235"),
    (0.000123, "0.000123"),
    (0.0, "0"),
    (True, "True"),
    ("v4", "v4"),
    (None, "None"),
]

ITEMS: list[tuple[Status, dict[str, Any], str]] = [
    (Status.PASSED, {}, "passed"),
    (Status.NOT_REVIEWED, {}, "not reviewed"),
    (
        Status.NOT_REVIEWED,
        {"wanted": Grade.PRODUCTION, "grade": Grade.LAB, "reason": "demonstrated on lab"},
        "shown on lab",
    ),
    (Status.NOT_REVIEWED, {"wanted": Grade.PRODUCTION, "grade": Grade.LAB, "reason": "waits"}, "not reviewed"),
    (Status.NOT_REVIEWED, {"wanted": Grade.PRODUCTION, "reason": "demonstrated on"}, "not reviewed"),
    (Status.NOT_REVIEWED, {"grade": Grade.LAB, "reason": "demonstrated on"}, "not reviewed"),
    (Status.FAILED, {"wanted": Grade.PRODUCTION, "grade": Grade.LAB, "reason": "demonstrated on"}, "failed"),
    (Status.NOT_APPLICABLE, {}, "not applicable"),
]


def test_every_status_has_a_tint_and_a_word() -> None:
    """Each status is shown in its tint and said in words; what nobody has proved is never shown as a pass."""
    lines = [f"{status}: {words.tint(status)}, {words.label(status)}" for status in Status]
    assert SHOWN.strip().splitlines() == lines


@pytest.mark.parametrize(("status", "fields", "label"), ITEMS, ids=repr)
def test_an_item_says_where_it_was_shown(status: Status, fields: dict[str, Any], label: str) -> None:
    """An item says its status; good evidence of too low a grade says where it was shown."""
    assert label == words.item_label(item("a", status, **fields))


@pytest.mark.parametrize("seconds", TOOK)
def test_a_measured_time_is_said_in_a_unit_that_fits(seconds: float) -> None:
    """A time that was measured is said in milliseconds, seconds or minutes, never as a thousand of the smaller unit."""
    assert TOOK[seconds] == words.took(seconds)


@pytest.mark.parametrize("seconds", ESTIMATE)
def test_an_estimate_is_rounded_as_people_do(seconds: float) -> None:
    """A time that somebody guessed is said in whole seconds or minutes, or in hours to one digit."""
    assert ESTIMATE[seconds] == words.estimate(seconds)


@pytest.mark.parametrize(("value", "shown"), NUMBER)
def test_a_figure_has_no_more_digits_than_mean_something(value: Any, shown: str) -> None:
    """Numbers set thousands apart and round to what means something; anything else is shown as it is."""
    assert shown == words.number(value)


def test_an_instant_is_said_in_utc() -> None:
    """Without JavaScript an instant reads as date and time in UTC."""
    assert words.when("2026-11-23T13:46:05.120Z") == "2026-11-23 13:46 UTC"


@pytest.mark.parametrize(
    ("grade", "place"),
    [("local", "this machine"), ("lab", "the lab"), ("staging", "staging"), ("production", "production")],
)
def test_a_grade_is_said_as_a_place(grade: str, place: str) -> None:
    """Where something was seen reads as part of a sentence."""
    assert place == words.place_of(Grade(grade))


def test_counts_agree_with_their_nouns_and_verbs() -> None:
    """One thing is singular, none and many are plural."""
    counts = [words.count(amount, "check") for amount in (0, 1, 2)] + [words.count(2, "entry", "entries")]
    verbs = [words.verb(amount, "is", "are") for amount in (0, 1, 2)]
    assert (["0 checks", "1 check", "2 checks", "2 entries"], ["are", "is", "are"]) == (counts, verbs)

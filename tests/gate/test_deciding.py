"""The decision: GO, or who or what stands in the way."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from proofbook.errors import ExitCode
from proofbook.gate import decide
from proofbook.model.checklist import Level
from proofbook.model.status import Status
from tests.gate.records import item

UNTIL = "2026-12-01T00:00:00.000Z"
END = datetime(2026, 12, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
GO, FAILED, OTHER, UNSIGNED = ExitCode.OK, ExitCode.FAILED, ExitCode.INCONCLUSIVE, ExitCode.UNSIGNED

#: The decision on a single required item of each status; beside a proved one only what is left out differs.
ALONE = {
    "passed": GO,
    "flaky": GO,
    "waived": GO,
    "attested": GO,
    "failed": FAILED,
    "not_reviewed": UNSIGNED,
    "expired": UNSIGNED,
    "error": OTHER,
    "blocked": OTHER,
    "stale": OTHER,
    "skipped": OTHER,
    "insufficient_data": OTHER,
    "not_applicable": OTHER,
}


@pytest.mark.parametrize("status", Status)
def test_the_decision_on_a_single_item(status: Status) -> None:
    """Alone, an item decides as the design says; one that does not apply leaves nothing proved."""
    decision = decide([item("a", status)], NOW)
    assert (ALONE[status] is GO, ALONE[status]) == (decision.go, decision.exit_code)


@pytest.mark.parametrize(("one", "other"), list(product(Status, repeat=2)))
def test_the_decision_on_two_items(one: Status, other: Status) -> None:
    """A failure counts first, then what could not be told, then missing people; what does not apply is left out."""
    counted = [ALONE[status] for status in (one, other) if status is not Status.NOT_APPLICABLE] or [OTHER]
    wanted = max(counted, key=[GO, UNSIGNED, OTHER, FAILED].index)
    decision = decide([item("a", one), item("b", other)], NOW)
    assert (wanted is GO, wanted) == (decision.go, decision.exit_code)


@pytest.mark.parametrize("level", [Level.RECOMMENDED, Level.INFORMATIONAL])
@pytest.mark.parametrize("status", Status)
def test_only_required_items_decide(level: Level, status: Status) -> None:
    """An item that is only recommended, or informs, neither stops a launch nor proves that it may go."""
    beside = decide([item("a", status, level=level), item("b", Status.PASSED)], NOW)
    alone = decide([item("a", status, level=level)], NOW)
    assert [(True, GO), (False, OTHER)] == [(one.go, one.exit_code) for one in (beside, alone)]


def test_an_empty_checklist_proves_nothing() -> None:
    """A checklist without items is no GO: nobody can tell."""
    decision = decide([], NOW)
    assert (False, OTHER, (), ()) == (decision.go, decision.exit_code, decision.proved, decision.blocking)


def test_the_decision_names_what_is_proved_and_what_is_in_the_way() -> None:
    """Required items stand, in their order, among the proved or among those in the way; others stand in neither."""
    statuses = {"a": "failed", "b": "passed", "c": "not_applicable", "d": "waived", "e": "expired"}
    every = [item(name, Status(status)) for name, status in statuses.items()]
    decision = decide([*every, item("f", Status.FAILED, level=Level.RECOMMENDED)], NOW)
    assert (["b", "d"], ["a", "e"]) == tuple(
        [one.item for one in some] for some in (decision.proved, decision.blocking)
    )


#: An item that was valid, and what is left of it at its end.
LAPSED: list[tuple[Status, dict[str, Any], Status]] = [
    (Status.ATTESTED, {}, Status.EXPIRED),
    (Status.ATTESTED, {"proofs": ("a",)}, Status.STALE),
    (Status.PASSED, {"proofs": ("a",)}, Status.STALE),
    (Status.FLAKY, {"proofs": ("a",)}, Status.STALE),
    (Status.WAIVED, {"proofs": ("a",)}, Status.FAILED),
]


@pytest.mark.parametrize(("status", "more", "later"), LAPSED)
@pytest.mark.parametrize("off", [-1, 0, 1])
def test_time_passes_after_a_report_is_made(status: Status, more: dict[str, Any], later: Status, off: int) -> None:
    """A decision asks the clock: at its end evidence is stale, a signature expired, a waiver over, and not a second sooner."""
    decision = decide([item("a", status, valid_until=UNTIL, **more)], END + timedelta(seconds=off))
    (found,) = (*decision.proved, *decision.blocking)
    said = f"failed, and its waiver ended on {UNTIL}" if later is Status.FAILED else f"was valid until {UNTIL}"
    wanted = (status, "") if off < 0 else (later, said)
    assert wanted == (found.status, found.reason)


@pytest.mark.parametrize("status", [Status.FAILED, Status.ERROR, Status.SKIPPED, Status.NOT_REVIEWED])
def test_time_makes_nothing_better(status: Status) -> None:
    """What stood in the way before its end still does for the same reason after it."""
    (found,) = decide([item("a", status, valid_until=UNTIL, reason="r")], END).blocking
    assert (status, "r") == (found.status, found.reason)


RELEASES: list[tuple[dict[str, Any], str | None, ExitCode]] = [
    ({"per_release": True, "release": "v4"}, "v4", GO),
    ({"per_release": True, "release": "v4"}, "v5", UNSIGNED),
    ({"per_release": True, "release": None}, "v4", UNSIGNED),
    ({"per_release": True, "release": "v4"}, None, GO),
    ({"per_release": False, "release": "v4"}, "v5", GO),
    ({"per_release": False, "release": None}, "v4", GO),
]


@pytest.mark.parametrize(("fields", "release", "code"), RELEASES, ids=repr)
def test_a_signature_per_release_is_for_that_release(
    fields: dict[str, Any], release: str | None, code: ExitCode
) -> None:
    """A signature that is given per release proves its item for that release only; others prove it for all."""
    assert code is decide([item("a", Status.ATTESTED, **fields)], NOW, release).exit_code


def test_a_signature_for_another_release_says_so() -> None:
    """An item signed for another release waits for the signature of this one, even where that has lapsed too."""
    signed = item("a", Status.ATTESTED, per_release=True, release="v4", valid_until=UNTIL)
    (found,) = decide([signed], END, "v5").blocking
    assert (Status.NOT_REVIEWED, "not signed for release v5") == (found.status, found.reason)


def test_a_failure_is_a_failure_for_every_release() -> None:
    """What failed does not become a missing signature because another release is asked for."""
    assert FAILED is decide([item("a", Status.FAILED, per_release=True, release="v4")], NOW, "v5").exit_code

"""A blocked check goes as its cause, however far away that is."""

from typing import Any

import pytest

from proofbook.errors import ExitCode
from proofbook.gate import gate
from proofbook.model.results import Report
from proofbook.model.status import Status
from tests.gate.records import drill, report, result, session, step

OK, FAILED, INCONCLUSIVE = ExitCode.OK, ExitCode.FAILED, ExitCode.INCONCLUSIVE
B = Status.BLOCKED


def blocked(check: str, cause: str | None, **more: Any) -> Any:
    return result(check, B, cause=cause, **more)


#: The status of what does not gate itself, and the gate of a check that is blocked by it, beside one that passed.
BY_STATUS = [
    (Status.FAILED, FAILED),
    (Status.ERROR, INCONCLUSIVE),
    (Status.STALE, INCONCLUSIVE),
    (Status.SKIPPED, OK),
    (Status.NOT_APPLICABLE, OK),
    (Status.INSUFFICIENT_DATA, OK),
    (Status.PASSED, INCONCLUSIVE),
    (Status.WAIVED, INCONCLUSIVE),
]


@pytest.mark.parametrize(("status", "code"), BY_STATUS)
def test_a_blocked_check_gates_as_its_cause(status: Status, code: ExitCode) -> None:
    """A gating check goes as what blocked it, even where that does not gate; a cause that passed explains nothing."""
    seen = report(result("cause", status, gate=False), blocked("a", "cause"), result("b"))
    assert code is gate(seen).exit_code


def test_what_was_blocked_by_something_skipped_is_no_look() -> None:
    """Where everything is skipped, or blocked by that, nothing was looked at."""
    assert gate(report(result("a", Status.SKIPPED), blocked("b", "a"))).exit_code is INCONCLUSIVE


FAILING = step("s", Status.FAILED, action=Status.FAILED)

#: Reports in which the cause of something blocked is found in another way, and the gate beside one that passed.
REPORTS: dict[str, tuple[Report, ExitCode]] = {
    "through another blocked check": (
        report(result("a", Status.FAILED, gate=False), blocked("b", "a", gate=False), blocked("c", "b")),
        FAILED,
    ),
    "in a circle": (report(blocked("a", "b"), blocked("b", "a")), INCONCLUSIVE),
    "by itself": (report(blocked("a", "a")), INCONCLUSIVE),
    "without a cause": (report(blocked("a", None)), INCONCLUSIVE),
    "outside the report": (report(blocked("a", "gone")), INCONCLUSIVE),
    "the same check in the same drill first": (
        report(
            result("a", Status.ERROR, gate=False),
            result("a", Status.FAILED, gate=False, drill="d"),
            blocked("b", "a", drill="d"),
        ),
        FAILED,
    ),
    "outside drills if not in the drill": (
        report(result("a", Status.FAILED, gate=False), blocked("b", "a", drill="d")),
        FAILED,
    ),
    "not in another drill": (
        report(result("a", Status.FAILED, gate=False, drill="e"), blocked("b", "a", drill="d")),
        INCONCLUSIVE,
    ),
    "a step whose check does not gate": (
        report(
            result("a", Status.FAILED, gate=False, drill="d"),
            blocked("b", "rb/s", drill="d"),
            drills=(drill("d", Status.FAILED, step("s", Status.FAILED, "d:a"), step("t", B, "d:b")),),
        ),
        FAILED,
    ),
    "a step before a check of the same name": (
        report(
            result("rb/s", Status.SKIPPED, gate=False, drill="d"),
            blocked("b", "rb/s", drill="d"),
            drills=(drill("d", Status.FAILED, step("s", Status.FAILED, "d:rb/s")),),
        ),
        FAILED,
    ),
    "the action of its own step": (
        report(blocked("a", "s", drill="d"), drills=(drill("d", Status.FAILED, FAILING),)),
        FAILED,
    ),
    "a check before a step of the same name": (
        report(
            result("s", Status.SKIPPED, gate=False, drill="d"),
            blocked("a", "s", drill="d"),
            result("b"),
            drills=(drill("d", Status.ERROR, step("s", Status.ERROR)),),
        ),
        OK,
    ),
    "the first step of a name that a rollback repeats": (
        report(
            blocked("a", "s", drill="d"),
            result("b"),
            drills=(drill("d", Status.FAILED, step("s", Status.SKIPPED), step("s", Status.ERROR)),),
        ),
        OK,
    ),
    "the same in full": (
        report(
            blocked("a", "rb/s", drill="d"),
            result("b"),
            drills=(drill("d", Status.FAILED, step("s", Status.SKIPPED), step("s", Status.ERROR)),),
        ),
        OK,
    ),
    "a step of another drill is another step": (
        report(blocked("a", "rb/s", drill="d"), drills=(drill("e", Status.SKIPPED, step("s", Status.SKIPPED)),)),
        INCONCLUSIVE,
    ),
    "a blocked step, by what blocked its checks": (
        report(
            result("a", Status.FAILED, gate=False),
            result("c", Status.ERROR, gate=False),
            blocked("b", "a", gate=False, drill="d"),
            blocked("e", "c", gate=False, drill="d"),
            blocked("f", "rb/s", drill="d"),
            drills=(drill("d", B, step("s", B, "d:b", "d:e", "d:gone")),),
        ),
        FAILED,
    ),
    "a blocked step, whatever else it saw": (
        report(
            result("a", Status.SKIPPED, gate=False),
            blocked("b", "a", gate=False, drill="d"),
            result("c", gate=False, drill="d"),
            blocked("e", "rb/s", drill="d"),
            result("g"),
            drills=(drill("d", B, step("s", B, "d:b", "d:c")),),
        ),
        OK,
    ),
    "a blocked step without a blocked check": (
        report(blocked("f", "rb/s", drill="d"), drills=(drill("d", B, step("s", B)),)),
        INCONCLUSIVE,
    ),
    "a service that was never started": (
        report(blocked("a", "lab/web"), result("b"), sessions=(session("checks", web=B),)),
        INCONCLUSIVE,
    ),
    "a service that waited for another": (
        report(blocked("a", "lab/web"), sessions=(session("checks", web=B, db=Status.ERROR, log=Status.PASSED),)),
        INCONCLUSIVE,
    ),
    "a service of a drill": (
        report(
            blocked("a", "lab/web", drill="d"),
            sessions=(session("d", web=Status.ERROR), session("checks", web=Status.PASSED)),
        ),
        INCONCLUSIVE,
    ),
    "a service that is well now": (
        report(blocked("a", "lab/web"), sessions=(session("checks", web=Status.PASSED),)),
        INCONCLUSIVE,
    ),
    "a service of another session": (
        report(blocked("a", "lab/web"), result("b"), sessions=(session("d", web=Status.SKIPPED),)),
        INCONCLUSIVE,
    ),
    "a service that was left out": (
        report(blocked("a", "lab/web"), result("b"), sessions=(session("checks", web=Status.SKIPPED),)),
        OK,
    ),
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_cause_is_found_wherever_it_is(name: str) -> None:
    """The cause of a blocked check is followed through checks, steps and services; one that cannot be found is inconclusive."""
    seen, code = REPORTS[name]
    assert code is gate(seen).exit_code

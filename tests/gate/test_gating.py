"""The gate: every status alone and in pairs, and everything that counts beside checks."""

from itertools import product
from typing import Any

import pytest

from proofbook.errors import EXIT_CODE_MEANINGS, PRECEDENCE, ExitCode, first_of
from proofbook.gate import Gate, gate
from proofbook.model.status import Status
from tests.gate.records import drill, report, result, session, step

OK, FAILED, INCONCLUSIVE = ExitCode.OK, ExitCode.FAILED, ExitCode.INCONCLUSIVE

#: A gating check of each status: alone, and beside one that passed.
ALONE_AND_BESIDE_A_PASS = {
    "passed": (OK, OK),
    "flaky": (OK, OK),
    "failed": (FAILED, FAILED),
    "waived": (OK, OK),
    "error": (INCONCLUSIVE, INCONCLUSIVE),
    "blocked": (INCONCLUSIVE, INCONCLUSIVE),  # by something that the report does not hold
    "stale": (INCONCLUSIVE, INCONCLUSIVE),
    "skipped": (INCONCLUSIVE, OK),
    "not_applicable": (INCONCLUSIVE, OK),
    "attested": (INCONCLUSIVE, OK),
    "not_reviewed": (INCONCLUSIVE, OK),
    "expired": (INCONCLUSIVE, OK),
    "insufficient_data": (OK, OK),
}
LOOKED = {"passed", "flaky", "failed", "waived", "insufficient_data"}


@pytest.mark.parametrize("status", Status)
def test_the_gate_of_a_single_status(status: Status) -> None:
    """Alone, each status gates as the design says; where nothing was looked at, the gate is inconclusive, never ok."""
    alone, beside = gate(report(result("a", status))), gate(report(result("a", status), result("b")))
    assert ALONE_AND_BESIDE_A_PASS[status] == (alone.exit_code, beside.exit_code)


@pytest.mark.parametrize(("one", "other"), list(product(Status, repeat=2)))
def test_the_gate_of_two_statuses(one: Status, other: Status) -> None:
    """Of two statuses the worse gate holds, whatever their order, and it takes one that looked for the gate to be ok."""
    beside = [ALONE_AND_BESIDE_A_PASS[status][1] for status in (one, other)]
    wanted = max(beside, key=[OK, INCONCLUSIVE, FAILED].index)
    if wanted is OK and not {one, other} & LOOKED:
        wanted = INCONCLUSIVE
    assert wanted is gate(report(result("a", one), result("b", other))).exit_code


def test_every_status_has_its_gate() -> None:
    """The table above leaves no status out."""
    assert set(Status) == set(ALONE_AND_BESIDE_A_PASS)


#: What a gate says, as outcome and reason, by what was seen.
SAID: list[tuple[dict[str, Any], str]] = [
    ({}, "inconclusive (3): no gating check looked at anything"),
    ({"a": "passed"}, "ok (0): 1 passed"),
    ({"a": "passed", "b": "failed", "c": "passed"}, "failed (1): 1 failed, 2 passed"),
    (
        {"a": "skipped", "b": "not_applicable"},
        "inconclusive (3): no gating check looked at anything: 1 skipped, 1 not applicable",
    ),
    ({"a": "error"}, "inconclusive (3): no gating check looked at anything: 1 error"),
    ({"a": "error", "b": "passed"}, "inconclusive (3): 1 error, 1 passed"),
    ({"a": "insufficient_data"}, "ok (0): 1 insufficient data"),
]


def said(outcome: Gate) -> str:
    return f"{outcome.outcome} ({int(outcome.exit_code)}): {outcome.reason}"


@pytest.mark.parametrize(("seen", "words"), SAID, ids=repr)
def test_the_gate_says_what_it_counted(seen: dict[str, str], words: str) -> None:
    """The gate is said in one word, with its exit code and how many checks came to what, the worst first."""
    assert words == said(gate(report(*(result(name, Status(status)) for name, status in seen.items()))))


def test_counts_are_by_status() -> None:
    """The gate counts each status of what gates."""
    counted = gate(report(result("a"), result("b"), result("c", Status.SKIPPED), result("d", gate=False))).counts
    assert {Status.PASSED: 2, Status.SKIPPED: 1} == counted


@pytest.mark.parametrize(("flaky_fails", "code"), [(False, OK), (True, FAILED)])
def test_a_flaky_pass_fails_only_if_the_setting_says_so(*, flaky_fails: bool, code: ExitCode) -> None:
    """`flaky: fail` turns a flaky pass, and nothing else, into a failure."""
    flaky = gate(report(result("a", Status.FLAKY)), flaky_fails=flaky_fails)
    passed = gate(report(result("a")), flaky_fails=flaky_fails)
    assert (code, OK) == (flaky.exit_code, passed.exit_code)


@pytest.mark.parametrize("status", Status)
def test_what_does_not_gate_changes_nothing(status: Status) -> None:
    """A check that says `gate: false` neither fails the gate nor makes it ok."""
    alone, beside = (gate(report(result("a", status, gate=False), *more)) for more in ((), (result("b"),)))
    assert (INCONCLUSIVE, OK) == (alone.exit_code, beside.exit_code)


@pytest.mark.parametrize("status", Status)
def test_an_interrupted_run_is_interrupted_whatever_it_saw(status: Status) -> None:
    """A report that is not complete gates as interrupted, before everything else."""
    seen = said(gate(report(result("a", status), complete=False)))
    assert seen == "interrupted (130): the run was interrupted"


@pytest.mark.parametrize("status", Status)
def test_evidence_of_another_change_is_inconclusive(status: Status) -> None:
    """What is shown beside a stranger's change proves nothing of it, good or bad; a run that was cut off says so first."""
    seen = gate(report(result("a", status), untrusted="a pull request from a fork"))
    assert (INCONCLUSIVE, True) == (
        seen.exit_code,
        seen.reason.startswith("a pull request from a fork: nothing was executed; "),
    )
    cut = gate(report(result("a", status), untrusted="a pull request from a fork", complete=False))
    assert ExitCode.INTERRUPTED is cut.exit_code


#: How a drill without a step that tells of it ended, beside a check that passed.
CUT_OFF = [(Status.ERROR, INCONCLUSIVE), (Status.FAILED, OK), (Status.PASSED, OK), (Status.BLOCKED, OK)]


@pytest.mark.parametrize(("verdict", "code"), CUT_OFF)
def test_a_drill_that_was_cut_off_gates(verdict: Status, code: ExitCode) -> None:
    """One that ended in an error outside its steps leaves the gate inconclusive; steps speak for themselves."""
    assert code is gate(report(result("a"), drills=(drill("d", verdict),))).exit_code


#: An action's or a service's verdict beside a check that passed.
BESIDE_CHECKS = [(Status.PASSED, OK), (Status.FAILED, FAILED), (Status.ERROR, INCONCLUSIVE), (Status.BLOCKED, OK)]


@pytest.mark.parametrize(("verdict", "code"), BESIDE_CHECKS)
def test_a_failed_action_gates(verdict: Status, code: ExitCode) -> None:
    """An action of a drill that failed fails the gate, one that could not be started leaves it inconclusive."""
    one = drill("d", verdict, step("s", verdict, action=verdict))
    assert code is gate(report(result("a"), drills=(one,))).exit_code


@pytest.mark.parametrize(("verdict", "code"), BESIDE_CHECKS)
def test_a_service_that_is_not_well_gates(verdict: Status, code: ExitCode) -> None:
    """A service that died or never was ready fails the gate, one that could not be started leaves it inconclusive."""
    assert code is gate(report(result("a"), sessions=(session("checks", web=verdict),))).exit_code


def test_actions_and_services_alone_are_no_look() -> None:
    """A drill whose actions and services went well, and that checked nothing, proves nothing."""
    one = drill("d", Status.PASSED, step("s", action=Status.PASSED))
    seen = report(drills=(one,), sessions=(session("d", web=Status.PASSED),))
    assert said(gate(seen)) == "inconclusive (3): no gating check looked at anything"


def test_the_first_exit_code_that_holds_is_taken() -> None:
    """When several hold, the exit code is the first of 130, 70, 2, 1, 3, 4; when none does, 0."""
    order = [130, 70, 2, 1, 3, 4, 0]
    assert (order, set(ExitCode)) == ([*map(int, PRECEDENCE), int(first_of(set()))], set(EXIT_CODE_MEANINGS))


@pytest.mark.parametrize(("one", "other"), list(product(ExitCode, repeat=2)))
def test_exit_codes_have_an_order(one: ExitCode, other: ExitCode) -> None:
    """Of any two exit codes that hold, the one that comes first in the order is given."""
    order = [130, 70, 2, 1, 3, 4, 0]
    assert min(one, other, key=order.index) is first_of({one, other})

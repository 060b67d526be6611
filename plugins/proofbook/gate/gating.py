"""The gate: is anything wrong with what ran? It is the build's exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from proofbook.errors import ExitCode, first_of
from proofbook.model.results import Report
from proofbook.model.status import MEANINGS, Status

#: Statuses of which nobody can say that somebody looked.
UNSEEN = frozenset({Status.SKIPPED, Status.NOT_APPLICABLE, Status.BLOCKED, Status.STALE})

_CODES = {"ok": ExitCode.OK, "fails": ExitCode.FAILED, "inconclusive": ExitCode.INCONCLUSIVE}


class Gate(Struct, frozen=True):
    """The outcome in one word, the exit code, and what each gating status came to."""

    outcome: str
    exit_code: ExitCode
    counts: dict[Status, int]
    reason: str


def gate(report: Report, *, flaky_fails: bool = False) -> Gate:
    """The gate of a report."""
    statuses = list(_gating(report))
    counts = dict(Counter(statuses))
    codes = {_code(status, flaky_fails=flaky_fails) for status in statuses}
    looked = any(status not in UNSEEN for status in statuses)
    if not looked:
        codes.add(ExitCode.INCONCLUSIVE)
    if not report.complete:
        codes.add(ExitCode.INTERRUPTED)
    code = first_of(codes)
    return Gate(_OUTCOMES[code], code, counts, _reason(code, counts, looked=looked))


_OUTCOMES = {
    ExitCode.OK: "ok",
    ExitCode.FAILED: "failed",
    ExitCode.INCONCLUSIVE: "inconclusive",
    ExitCode.INTERRUPTED: "interrupted",
}


def _gating(report: Report) -> Iterator[Status]:
    """Checks, and beside them what only a drill or an environment can get wrong: actions, services."""
    yield from (result.status for result in report.results if result.gate)
    for drill in report.drills:
        yield from (action.verdict for step in drill.steps for action in step.actions if _bad(action.verdict))
    yield from (one.verdict for session in report.sessions for one in session.services if _bad(one.verdict))


def _bad(verdict: Status) -> bool:
    return verdict in {Status.FAILED, Status.ERROR}


def _code(status: Status, *, flaky_fails: bool) -> ExitCode:
    if status is Status.FLAKY and flaky_fails:
        return ExitCode.FAILED
    # `blocked` goes with its cause, which is counted by itself.
    return _CODES.get(MEANINGS[status].gate, ExitCode.OK)


def _reason(code: ExitCode, counts: dict[Status, int], *, looked: bool) -> str:
    if code is ExitCode.INTERRUPTED:
        return "the run was interrupted"
    if code is ExitCode.INCONCLUSIVE and not looked:
        return "no gating check looked at anything"
    said = [f"{counts[status]} {status.replace('_', ' ')}" for status in Status if status in counts]
    return ", ".join(said)

"""The gate: is anything wrong with what ran? It is the build's exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from proofbook.errors import ExitCode, first_of
from proofbook.gate.causes import Causes
from proofbook.model.results import Report
from proofbook.model.status import MEANINGS, Status

#: Statuses of which one can say that somebody looked, now or before.
LOOKED = frozenset({Status.PASSED, Status.FLAKY, Status.FAILED, Status.WAIVED, Status.INSUFFICIENT_DATA})

_CODES = {"fails": ExitCode.FAILED, "inconclusive": ExitCode.INCONCLUSIVE}

_OUTCOMES = {
    ExitCode.OK: "ok",
    ExitCode.FAILED: "failed",
    ExitCode.INCONCLUSIVE: "inconclusive",
    ExitCode.INTERRUPTED: "interrupted",
}


class Gate(Struct, frozen=True):
    """The outcome in one word, the exit code, and what each gating status came to."""

    outcome: str
    exit_code: ExitCode
    counts: dict[Status, int]
    reason: str


def gate(report: Report, *, flaky_fails: bool = False) -> Gate:
    """The gate of a report."""
    gating = list(_gating(report))
    counts = dict(Counter(status for status, _ in gating))
    codes = {_code(root, flaky_fails=flaky_fails) for _, root in gating}
    looked = any(status in LOOKED for status in counts)
    if not looked:
        codes.add(ExitCode.INCONCLUSIVE)
    if report.untrusted:
        # Evidence may be shown; none of it was made of this change.
        codes = {ExitCode.INCONCLUSIVE}
    if not report.complete:
        codes.add(ExitCode.INTERRUPTED)
    code = first_of(codes)
    reason = _reason(counts, complete=report.complete, looked=looked)
    shown = f"{report.untrusted}: nothing was executed; {reason}" if report.untrusted else reason
    return Gate(_OUTCOMES[code], code, counts, shown)


def _gating(report: Report) -> Iterator[tuple[Status, Status]]:
    """Each gating status, with the one behind it: a blocked check goes as its cause.

    Checks, and beside them what only a drill or an environment can get wrong: actions, services.
    """
    causes = Causes(report)
    yield from ((result.status, causes.root(result)) for result in report.results if result.gate)
    actions = (action.verdict for drill in report.drills for step in drill.steps for action in step.actions)
    # One that was cut off has no step to tell of it.
    ended = (one for one in report.drills if one.verdict is Status.ERROR)
    broken = (one.verdict for one in ended if all(step.status is not Status.ERROR for step in one.steps))
    services = (one.verdict for session in report.sessions for one in session.services)
    yield from (
        (verdict, verdict) for verdict in (*actions, *broken, *services) if verdict in {Status.FAILED, Status.ERROR}
    )


def _code(status: Status, *, flaky_fails: bool) -> ExitCode:
    if status is Status.FLAKY and flaky_fails:
        return ExitCode.FAILED
    return _CODES.get(MEANINGS[status].gate, ExitCode.OK)


def _reason(counts: dict[Status, int], *, complete: bool, looked: bool) -> str:
    if not complete:
        return "the run was interrupted"
    said = ", ".join(f"{counts[status]} {status.replace('_', ' ')}" for status in Status if status in counts)
    return said if looked else "no gating check looked at anything" + (f": {said}" if said else "")

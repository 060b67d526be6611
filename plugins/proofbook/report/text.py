"""A run for the terminal: failures last, then one line that says what it comes to."""

from __future__ import annotations

from collections.abc import Iterator

from proofbook.disarming import one_line
from proofbook.gate import Decision, Gate
from proofbook.model.events import Ended
from proofbook.model.results import Report, Result
from proofbook.model.status import Status

SYMBOLS: dict[Status, str] = {
    Status.PASSED: "✓",
    Status.ATTESTED: "✓",
    Status.FLAKY: "~",
    Status.WAIVED: "~",
    Status.FAILED: "✗",
    Status.ERROR: "!",
    Status.EXPIRED: "!",
    Status.STALE: "!",
}


def status_line(one: Ended) -> str:
    """One outcome on one line."""
    took = f"  {one.took_s:.2f} s" if one.took_s else ""
    why = f"  {one_line(one.reason)}" if one.reason else ""
    return f"{SYMBOLS.get(one.status, '·')} {one.status.replace('_', ' '):<8}  {one_line(one.name)}{took}{why}"


def report_text(report: Report, gate: Gate) -> str:
    """What failed, each with its place and how to mend it, and the gate."""
    return "\n".join(_lines(report, gate)) + "\n"


def _lines(report: Report, gate: Gate) -> Iterator[str]:
    for result in sorted(report.results, key=lambda one: (str(one.place.file), one.place.line)):
        if result.status in {Status.FAILED, Status.ERROR}:
            yield from _failure(result)
    for session in report.sessions:
        for service in session.services:
            if service.verdict in {Status.FAILED, Status.ERROR}:
                yield f"{session.environment}/{service.service}: {service.reason}"
    blocked = sum(1 for result in report.results if result.status is Status.BLOCKED)
    if blocked:
        yield f"{blocked} more blocked by what is above"
    yield f"gate: {gate.outcome} ({gate.reason})"


def _failure(result: Result) -> Iterator[str]:
    mark = "" if result.gate else " (does not gate)"
    yield f"{result.place}: {result.key}: {result.status}{mark}"
    yield f"  {one_line(result.reason)}"
    if result.remediation:
        yield f"  to mend it: {one_line(result.remediation)}"


def decision_text(title: str, decision: Decision) -> str:
    """GO or NO-GO, and every item in the way with its owner."""
    total = len(decision.proved) + len(decision.blocking)
    lines = [
        f"{'GO' if decision.go else 'NO-GO'}  {title}: {len(decision.proved)} of {total} required items are proved"
    ]
    for item in decision.blocking:
        owner = f"  [{item.owner}]" if item.owner else ""
        lines.append(f"  {status_line(Ended(item.title, item.status, item.reason, 0))}{owner}")
    return "\n".join(lines) + "\n"

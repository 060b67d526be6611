"""A run for the terminal: failures last, then one line that says what it comes to."""

from __future__ import annotations

from collections.abc import Iterator

from proofbook.disarming import one_line
from proofbook.gate import Decision, Gate
from proofbook.model.events import Ended
from proofbook.model.results import Report
from proofbook.model.status import Status
from proofbook.nearest import listed
from proofbook.report.changes import changes
from proofbook.report.troubles import Trouble, troubles, unexplained

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
    """What is let pass for now, then what is wrong, each root cause once with how to mend it, and the gate."""
    return "\n".join(_lines(report, gate)) + "\n"


#: Statuses that let something pass which a reader should know of, with the words for it.
_NOTED = {Status.FLAKY: "passed only after a retry", Status.WAIVED: "failed under a waiver"}


def _lines(report: Report, gate: Gate) -> Iterator[str]:
    for status, words in _NOTED.items():
        names = [one.key for one in report.results if one.status is status]
        if names:
            yield f"{words}: {listed(names)}"
    if reused := sum(1 for one in report.results if one.reused_from):
        yield f"{reused} not looked at again: nothing that they hang on has changed"
    yield from (f"{finding.place}: {finding.rule}: {one_line(finding.message)}" for finding in report.findings)
    for trouble in troubles(report):
        yield from _trouble(trouble)
    if amount := unexplained(report):
        yield f"{amount} more blocked by nothing that these results hold"
    yield from _changed(report)
    yield f"gate: {gate.outcome} ({gate.reason})"


def _changed(report: Report) -> Iterator[str]:
    """By name what got worse or better, by number what came and went."""
    found = changes(report)
    if found is None or not found.any():
        return
    named = [("regressed", found.regressed), ("fixed", found.fixed)]
    said = [f"{word}: {one_line(listed(names))}" for word, names in named if names]
    said += [f"{len(names)} {word}" for word, names in (("new", found.new), ("absent", found.absent)) if names]
    yield f"since the run of {found.since}: {'; '.join(said)}"


def _trouble(one: Trouble) -> Iterator[str]:
    mark = (", since this run" if one.regressed else "") + ("" if one.gate else " (does not gate)")
    where = f"{one.place}: " if one.place else ""
    yield f"{where}{one_line(one.name)}: {one.status}{mark}"
    yield f"  {one_line(one.reason)}"
    if one.blocks:
        yield f"  blocks {one.blocks}"
    if one.remediation:
        yield f"  to mend it: {one_line(one.remediation)}"
    if one.runbook:
        yield f"  runbook: {one.runbook}"


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

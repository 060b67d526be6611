"""Evidence of another run, shown where this run may not look: of what has not changed since, and of nothing else."""

from __future__ import annotations

from msgspec.structs import replace

from proofbook.model.results import DrillResult, Report, Result, StepResult
from proofbook.model.status import Status


def borrow(report: Report, evidence: Report) -> Report:
    """The report with what `evidence` saw of checks and drills that are the same there.

    A check is the same if its definition is; a drill, if its own and those of all its checks are.
    """
    found = {result.key: result for result in evidence.results}
    drills = {drill.drill: drill for drill in evidence.drills}
    same = {drill.drill for drill in report.drills if _same_drill(drill, drills.get(drill.drill), report, found)}
    return replace(
        report,
        results=tuple(_result(one, found.get(one.key), same) for one in report.results),
        drills=tuple(drills[one.drill] if one.drill in same else one for one in report.drills),
        evidence=evidence.provenance,
        history=evidence.history,
    )


def _result(mine: Result, theirs: Result | None, same: set[str]) -> Result:
    if mine.drill is not None and mine.drill not in same:
        return mine
    if theirs is None or not _alike(mine, theirs):
        return replace(mine, reason=f"{mine.reason}; {_why(theirs)}") if mine.drill is None else mine
    # Whether it may fail is for the waivers of this library to say, which the status of `mine` cannot: it was not run.
    return replace(theirs, place=mine.place, title=mine.title)


def _why(theirs: Result | None) -> str:
    return "there is no evidence of it" if theirs is None else "its definition has changed since the evidence"


def _alike(mine: Result, theirs: Result) -> bool:
    return bool(mine.digest) and mine.digest == theirs.digest and mine.status is Status.SKIPPED


def _same_drill(mine: DrillResult, theirs: DrillResult | None, report: Report, found: dict[str, Result]) -> bool:
    if theirs is None or not mine.digest or mine.digest != theirs.digest:
        return False
    keys = [key for step in mine.steps for key in step.checks]
    checks = {result.key: result for result in report.results}
    return _shape(mine.steps) == _shape(theirs.steps) and all(
        key in found and key in checks and _alike(checks[key], found[key]) for key in keys
    )


def _shape(steps: tuple[StepResult, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(step.step, step.phase, step.checks) for step in steps]

"""What became of each mark since the run before. Pure functions of a report and its history."""

from __future__ import annotations

from msgspec.structs import replace

from proofbook.model.history import ABSENT, GREEN, LETTERS, RED, UNSEEN, History, Transition
from proofbook.model.results import Report


def transition(before: str, now: str) -> Transition:
    """What a mark's letter means after those of earlier runs, oldest first; the full stop is for what is not there.

    It is held against the last run that looked. Only what is right now is fixed: a waiver mends nothing.
    """
    if now in UNSEEN:
        return Transition.ABSENT if before and before[-1] not in UNSEEN else Transition.UNCHANGED
    looks = [letter for letter in before if letter not in UNSEEN]
    if not looks:
        return Transition.NEW
    last = looks[-1]
    if now in GREEN:
        return Transition.UNCHANGED if last in GREEN else Transition.FIXED
    if last in GREEN or (now in RED and last not in RED):
        return Transition.REGRESSED
    return Transition.UNCHANGED


def comparable(report: Report, history: History) -> list[int]:
    """Which runs of a history came before the report, on its environment and profile."""
    return [
        at
        for at, run in enumerate(history.runs)
        if (run.environment, run.profile) == (report.environment, report.profile) and run.started < report.started
    ]


def compared(report: Report, history: History) -> Report:
    """The report with each of its results, drills and items held against the runs before it."""
    earlier = comparable(report, history)
    if not earlier:
        return report
    before = {name: "".join(letters[at] for at in earlier) for name, letters in history.marks.items()}

    def since(name: str, status: str) -> Transition:
        return transition(before.get(name, ""), LETTERS[status])  # type: ignore[index]  # statuses are strings

    here = (
        {one.key for one in report.results} | {one.drill for one in report.drills} | {one.key for one in report.items}
    )
    return replace(
        report,
        results=tuple(replace(one, transition=since(one.key, one.status)) for one in report.results),
        drills=tuple(replace(one, transition=since(one.drill, one.status)) for one in report.drills),
        items=tuple(replace(one, transition=since(one.key, one.status)) for one in report.items),
        compared=history.runs[earlier[-1]].started,
        absent=tuple(
            name
            for name, letters in sorted(before.items())
            if name not in here and transition(letters, ABSENT) is Transition.ABSENT
        ),
    )

"""What has changed since the run before, by name: of checks and drills, as the report has it."""

from __future__ import annotations

from msgspec import Struct

from proofbook.model.history import Transition
from proofbook.model.results import Report


class Changes(Struct, frozen=True, kw_only=True):
    """Names of checks and drills by what became of them; `since` is when the run before began."""

    since: str
    regressed: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    def any(self) -> bool:
        """Whether anything has changed at all."""
        return bool(self.regressed or self.fixed or self.new or self.absent)


def changes(report: Report) -> Changes | None:
    """What has changed; None where there is no run to compare with."""
    if report.compared is None:
        return None
    told = [(one.key, one.transition) for one in report.results]
    told += [(one.drill, one.transition) for one in report.drills]

    def of(kind: Transition) -> tuple[str, ...]:
        return tuple(name for name, transition in told if transition is kind)

    return Changes(
        since=report.compared,
        regressed=of(Transition.REGRESSED),
        fixed=of(Transition.FIXED),
        new=of(Transition.NEW),
        absent=(*of(Transition.ABSENT), *report.absent),
    )

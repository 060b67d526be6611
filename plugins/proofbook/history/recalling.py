"""What pages tell of a mark's past: since when it is so, when it was last red, how a figure went."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from proofbook.history.comparing import comparable
from proofbook.model.history import GREEN, RED, STATUSES, UNSEEN, Past
from proofbook.model.results import Report
from proofbook.model.status import Status


class Told(Struct, frozen=True):
    """A mark's past, by the instants at which runs began; None for what no run remembers.

    `since` is the run that first saw it of the colour it has; `was` is what the last look before this one saw.
    """

    since: str | None = None
    red: str | None = None
    green: str | None = None
    was: Status | None = None
    looks: int = 0


class Recall:
    """The runs of a report's history on its environment and profile, itself included, oldest first."""

    def __init__(self, report: Report) -> None:
        self._report = report
        own = [at for at, run in enumerate(report.history.runs) if run.started == report.started]
        self._at = [*comparable(report, report.history), *own[:1]]

    @cached_property
    def runs(self) -> tuple[Past, ...]:
        """The runs."""
        return tuple(self._report.history.runs[at] for at in self._at)

    def marks(self, name: str) -> str:
        """The letters of a mark, one for each of the runs; empty for what none of them knows."""
        letters = self._report.history.marks.get(name, "")
        return "".join(letters[at] for at in self._at) if letters else ""

    def figures(self, name: str) -> list[tuple[str, float]]:
        """When a figure was seen, and what it was."""
        figures = self._report.history.figures.get(name, ())
        return [
            (run.started, value)
            for run, at in zip(self.runs, self._at, strict=True)
            if (value := _at(figures, at)) is not None
        ]

    def told(self, name: str) -> Told:
        """The past of one mark."""
        looks = [
            (run.started, letter)
            for run, letter in zip(self.runs, self.marks(name), strict=False)
            if letter not in UNSEEN
        ]
        if not looks:
            return Told()
        last = _colour(looks[-1][1])
        other = max((at for at, (_, letter) in enumerate(looks) if _colour(letter) != last), default=-1)
        before = [letter for started, letter in looks if started < self._report.started]
        return Told(
            since=looks[other + 1][0],
            red=_last(looks, RED),
            green=_last(looks, GREEN),
            was=STATUSES[before[-1]] if before else None,
            looks=len(looks),
        )

    def counts(self, statuses: str) -> list[tuple[str, int]]:
        """How many results each run saw with these letters."""
        names = {one.key for one in self._report.results}
        every = [self.marks(name) for name in names if name in self._report.history.marks]
        return [(run.started, sum(letters[at] in statuses for letters in every)) for at, run in enumerate(self.runs)]


def _at(figures: tuple[float | None, ...], at: int) -> float | None:
    return figures[at] if at < len(figures) else None


def _colour(letter: str) -> str:
    return GREEN if letter in GREEN else RED if letter in RED else ""


def _last(looks: list[tuple[str, str]], colours: str) -> str | None:
    return next((started for started, letter in reversed(looks) if letter in colours), None)

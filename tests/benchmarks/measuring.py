"""Whole processes timed from outside, the two to compare in turn, so that a noisy machine is fair to both."""

from __future__ import annotations

import os
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Figure = Literal["wall", "cpu"]


@dataclass(frozen=True)
class Timed:
    """Seconds of one run."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Ratio:
    """One line of the report: ours against theirs, medians, and what was hoped for."""

    name: str
    ours: float
    theirs: float
    figure: Figure
    target: str
    met: bool

    @property
    def value(self) -> float:
        """Ours divided by theirs."""
        return self.ours / self.theirs


def timed(argv: list[str], cwd: Path) -> Timed:
    """Run a program to its end; what it printed is thrown away."""
    begun, before = os.times().elapsed, os.times()
    subprocess.run(argv, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = os.times()
    cpu = (after.children_user - before.children_user) + (after.children_system - before.children_system)
    return Timed(after.elapsed - begun, cpu)


def pair(ours: list[str], theirs: list[str], cwd: Path, *, runs: int, figure: Figure) -> tuple[float, float]:
    """The medians of both, run in turn after a warm-up of each."""
    timed(ours, cwd), timed(theirs, cwd)
    rounds = [(timed(ours, cwd), timed(theirs, cwd)) for _ in range(runs)]
    return (
        statistics.median(getattr(mine, figure) for mine, _ in rounds),
        statistics.median(getattr(other, figure) for _, other in rounds),
    )

"""Whole processes timed from outside, the two to compare in turn, so that a noisy machine is fair to both."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

#: As a user's machine has it: bytecode is kept, and it is no CI, which reuses nothing.
ENVIRON = {name: value for name, value in os.environ.items() if name not in {"PYTHONDONTWRITEBYTECODE", "CI"}}
Figure = Literal["wall", "cpu"]


@dataclass(frozen=True)
class Timed:
    """Seconds of one run."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Ratio:
    """One line of the report: seconds of ours and of theirs, what was hoped for, and how it was measured."""

    name: str
    ours: float
    theirs: float
    target: str
    met: bool
    how: str

    @property
    def value(self) -> float:
        """Ours divided by theirs."""
        return self.ours / self.theirs

    def said(self) -> dict[str, object]:
        """The line as `build/bench.json` holds it."""
        figures = {"ours": round(self.ours, 4), "theirs": round(self.theirs, 4), "ratio": round(self.value, 3)}
        return {"name": self.name, **figures, "target": self.target, "met": self.met, "how": f"{self.how}; {machine()}"}

    def row(self) -> str:
        """The line as a row of the table."""
        seconds = f"{self.ours:.3g} s | {self.theirs:.3g} s"
        return f"| {self.name} | {self.value:.2f} | {seconds} | {self.target} | {'yes' if self.met else '**no**'} | {self.how} |"


def machine() -> str:
    """What it was measured on."""
    return f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} CPUs"


def timed(argv: list[str], cwd: Path) -> Timed:
    """Run a program to its end; what it printed is thrown away.

    Raises:
        CalledProcessError: it failed; how quickly says nothing.
    """
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(argv, cwd=cwd, env=ENVIRON, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Timed(wall, (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime))


def pair(
    ours: list[str], theirs: list[str], cwd: Path, *, runs: int, figure: Figure, warm: bool = True
) -> tuple[float, float]:
    """The medians of both, run in turn after a warm-up of each, or of ours alone where theirs keeps nothing."""
    timed(ours, cwd)
    if warm:
        timed(theirs, cwd)
    rounds = [(timed(ours, cwd), timed(theirs, cwd)) for _ in range(runs)]
    return (
        statistics.median(getattr(mine, figure) for mine, _ in rounds),
        statistics.median(getattr(other, figure) for _, other in rounds),
    )

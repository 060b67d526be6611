"""What the load generator counts: requests and their outcome by named phase, in bounded memory."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

MOST_PHASES = 64
MOST_EXAMPLES = 3
SLOW_MS = 1000.0
"""Slower than this, a user is as badly off as with an error."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one request went; `failure` says what was wrong, None when nothing was."""

    latency_ms: float
    release: str
    colour: str
    failure: str | None = None
    wrote: bool = False


@dataclass(slots=True)
class Phase:
    """One phase; times are seconds of `clock`. A request counts to the phase in which it started."""

    name: str
    clock: Callable[[], float]
    begun: float
    ended: float | None = None
    last_failure: float | None = None
    last_bad: float | None = None
    failed: int = 0
    written: int = 0
    slow: int = 0
    by_release: Counter[str] = field(default_factory=Counter)
    by_colour: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    latencies: Counter[int] = field(default_factory=Counter)
    """How often each latency occurred, in tenths of a millisecond."""
    longest_delay: float = 0.0
    given_up: float = 0.0

    def add(self, outcome: Outcome) -> None:
        """Count a request that has ended."""
        self.latencies[round(outcome.latency_ms * 10)] += 1
        self.by_release[outcome.release] += 1
        self.by_colour[outcome.colour] += 1
        self.written += outcome.wrote
        self.slow += outcome.latency_ms >= SLOW_MS
        if outcome.failure is not None or outcome.latency_ms >= SLOW_MS:
            self.last_bad = self.clock()
        if outcome.failure is not None:
            self.failed += 1
            self.last_failure = self.clock()
            if len(self.examples) < MOST_EXAMPLES:
                self.examples.append(outcome.failure)

    def figures(self) -> dict[str, Any]:
        """The phase so far. `behind_seconds`: the longest delay of a request, plus schedule time given up."""
        until = self.clock() if self.ended is None else self.ended
        requests = self.latencies.total()
        failed_after = 0.0 if self.last_failure is None else self.last_failure - self.begun
        return {
            "name": self.name,
            "running": self.ended is None,
            "seconds": round(until - self.begun, 3),
            "requests": requests,
            "failed": self.failed,
            "failed_percent": round(100 * self.failed / requests, 3) if requests else 0.0,
            "slow": self.slow,
            "written": self.written,
            "p50_ms": self._percentile(50),
            "p95_ms": self._percentile(95),
            "max_ms": self._percentile(100),
            "by_release": dict(self.by_release),
            "by_colour": dict(self.by_colour),
            "recovery_seconds": round(failed_after, 3),
            "unwell_seconds": round(0.0 if self.last_bad is None else self.last_bad - self.begun, 3),
            "well_seconds": round(max(0.0, until - (self.last_bad or self.begun)), 3),
            "quiet_seconds": round(max(0.0, until - self.begun - failed_after), 3),
            "behind_seconds": round(self.longest_delay + self.given_up, 3),
            "examples": self.examples,
        }

    def _percentile(self, percent: int) -> float:
        wanted = self.latencies.total() * percent / 100
        seen = 0
        for tenths, count in sorted(self.latencies.items()):
            seen += count
            if seen >= wanted:
                return tenths / 10
        return 0.0


class Ledger:
    """All phases, the newest last; the first is called `start` and begins at once."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.phases: dict[str, Phase] = {}
        self._clock = clock
        self.current = self.begin("start")

    def begin(self, name: str) -> Phase:
        """End the running phase, and begin `name` afresh; beyond 64 phases the oldest is forgotten."""
        self.end()
        self.phases.pop(name, None)
        self.current = self.phases[name] = Phase(name, self._clock, self._clock())
        if len(self.phases) > MOST_PHASES:
            del self.phases[next(iter(self.phases))]
        return self.current

    def end(self) -> None:
        """End the running phase, if any."""
        if self.phases and self.current.ended is None:
            self.current.ended = self._clock()

"""The guard of a fresh release: watches what users get, and says when it must go."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from checks.lab.settings import Colour


@dataclass(frozen=True, slots=True)
class Limits:
    """Above either limit, over the last `window_seconds` with at least so many requests, a release must go."""

    error_percent: float = 5.0
    p95_ms: float = 1000.0
    requests: int = 30
    window_seconds: float = 5.0


class Guard:
    """Watches one colour, and knows the way back."""

    def __init__(
        self,
        watched: Colour,
        back: Colour,
        limits: Limits = Limits(),
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.watched = watched
        self.back = back
        self.limits = limits
        self._clock = clock
        self._armed = clock()
        self._seen: deque[tuple[float, bool, float]] = deque()

    def add(self, *, failed: bool, latency_ms: float) -> None:
        """Note how one request went."""
        now = self._clock()
        self._seen.append((now, failed, latency_ms))
        while self._seen[0][0] < now - self.limits.window_seconds:
            self._seen.popleft()

    def figures(self) -> dict[str, Any]:
        """What is seen now."""
        latencies = sorted(latency for _, _, latency in self._seen)
        failed = sum(failed for _, failed, _ in self._seen)
        return {
            "requests": len(latencies),
            "error_percent": round(100 * failed / len(latencies), 1) if latencies else 0.0,
            "p95_ms": round(latencies[int(len(latencies) * 0.95)], 1) if latencies else 0.0,
            "armed_seconds": round(self._clock() - self._armed, 3),
        }

    def alarm(self) -> str | None:
        """Why the release must go: `error rate`, `latency`; None while it may stay."""
        if len(self._seen) < self.limits.requests:
            return None
        seen = self.figures()
        if seen["error_percent"] > self.limits.error_percent:
            return "error rate"
        return "latency" if seen["p95_ms"] > self.limits.p95_ms else None

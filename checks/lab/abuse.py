"""Abuse protection: an address that keeps guessing keys is shut out for a while, and an alert says so."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import time
from typing import Any

GUESSES, WITHIN_SECONDS, BLOCK_SECONDS = 5, 10.0, 60.0
MOST_ADDRESSES, MOST_ALERTS = 10_000, 100


@dataclass(frozen=True, slots=True)
class Limits:
    """So many wrong keys within so many seconds shut an address out, for so long."""

    guesses: int = GUESSES
    within_seconds: float = WITHIN_SECONDS
    block_seconds: float = BLOCK_SECONDS


class Protection:
    """Counts wrong keys by address, in bounded memory."""

    def __init__(self, limits: Limits = Limits(), clock: Callable[[], float] = time) -> None:
        self.limits = limits
        self.alerts: deque[dict[str, Any]] = deque(maxlen=MOST_ALERTS)
        self.refused = 0
        self._clock = clock
        self._guesses: dict[str, deque[float]] = {}
        self._until: dict[str, float] = {}

    def blocked_for(self, address: str) -> float:
        """Seconds for which the address stays shut out; 0 when it is not. Each refusal is counted."""
        left = self._until.get(address, 0.0) - self._clock()
        if left <= 0:
            self._until.pop(address, None)
            return 0.0
        self.refused += 1
        return left

    def wrong_key(self, address: str) -> None:
        """Count a wrong key; the one too many shuts the address out and raises the alert."""
        now = self._clock()
        seen = self._guesses.setdefault(address, deque(maxlen=self.limits.guesses))
        seen.append(now)
        if len(seen) == self.limits.guesses and now - seen[0] <= self.limits.within_seconds:
            self._until[address] = now + self.limits.block_seconds
            del self._guesses[address]
            self.alerts.append({"alert": "ResearchHubBruteForce", "address": address, "at": now})
        while len(self._guesses) > MOST_ADDRESSES:
            del self._guesses[next(iter(self._guesses))]

    def blocked(self) -> list[str]:
        """The addresses that are shut out now."""
        return sorted(address for address, until in self._until.items() if until > self._clock())

"""How long the look at hand may still take, and what it is waiting for."""

from __future__ import annotations

import time
from contextvars import ContextVar


class Deadline:
    """The end of one look. `ours` says that what it waits for is this machine, not the target."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.ends = time.monotonic() + seconds
        self.waits_for = ""
        self.ours = False

    def __str__(self) -> str:
        """What became of it, once it is over."""
        waited = f", while waiting for {self.waits_for}" if self.waits_for else ""
        return f"no answer within its deadline of {self.seconds:g} s{waited}"


_current: ContextVar[Deadline] = ContextVar("_current")


def begin(seconds: float) -> Deadline:
    """Start the clock of a look; what the same task does from now on counts against it."""
    deadline = Deadline(seconds)
    _current.set(deadline)
    return deadline


def awaiting(what: str, *, ours: bool = False) -> None:
    """Say what is waited for from now on, so that a deadline missed can name it."""
    if deadline := _current.get(None):
        deadline.waits_for, deadline.ours = what, ours


def remaining() -> float:
    """Seconds left, never less than a hundredth."""
    deadline = _current.get(None) or Deadline(30)
    return max(deadline.ends - time.monotonic(), 0.01)

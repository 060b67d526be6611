"""A circuit breaker: what failed a few times in a row is left alone for a while."""

from collections.abc import Callable
from time import monotonic

FAILURES, REST_SECONDS = 3, 2.0


class Breaker:
    """`closed`: calls go through. `open`: they don't, for a while. `half-open`: then one may try."""

    def __init__(
        self, *, failures: int = FAILURES, rest_seconds: float = REST_SECONDS, clock: Callable[[], float] = monotonic
    ) -> None:
        self._most = failures
        self._rest = rest_seconds
        self._clock = clock
        self._failed = 0
        self._opened: float | None = None
        self._trying = False

    @property
    def state(self) -> str:
        """`closed`, `open` or `half-open`."""
        if self._opened is None:
            return "closed"
        return "half-open" if self._clock() - self._opened >= self._rest else "open"

    def allows(self) -> bool:
        """Whether a call may go through now; whoever got a yes while it is half-open must say how it went."""
        if self.state == "closed":
            return True
        if self.state == "open" or self._trying:
            return False
        self._trying = True
        return True

    def succeeded(self) -> None:
        """A call went well: everything goes through again."""
        self._failed, self._opened, self._trying = 0, None, False

    def failed(self) -> None:
        """A call failed: one too many in a row, or the one that tried, opens the breaker."""
        self._failed += 1
        if self._trying or self._failed >= self._most:
            self._opened = self._clock()
        self._trying = False

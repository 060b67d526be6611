"""A small cache in the application's memory: answers to lists and searches, for a second at most."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from time import monotonic
from typing import Any

KEEP_SECONDS = 1.0
"""The other colour may have added a paper meanwhile: nobody sees a list older than this."""
MOST_ENTRIES = 1000


class Cache:
    """The least recently used entry goes first; any thread may call it."""

    def __init__(
        self, *, seconds: float = KEEP_SECONDS, most: int = MOST_ENTRIES, clock: Callable[[], float] = monotonic
    ) -> None:
        self.counts = {"hit": 0, "miss": 0, "bypass": 0, "evicted": 0}
        self._seconds = seconds
        self._most = most
        self._clock = clock
        self._entries: OrderedDict[Hashable, tuple[float, Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Any], *, bypass: bool = False) -> tuple[Any, str]:
        """The entry, made where there is none or `bypass` says so; and which of the three it was."""
        found = None if bypass else self._kept(key)
        if found is not None:
            return found[1], self._counted("hit")
        made = make()
        with self._lock:
            self._entries[key] = (self._clock() + self._seconds, made)
            self._entries.move_to_end(key)
            if len(self._entries) > self._most:
                self._entries.popitem(last=False)
                self.counts["evicted"] += 1
        return made, self._counted("bypass" if bypass else "miss")

    def clear(self) -> None:
        """Forget everything: something was written."""
        with self._lock:
            self._entries.clear()

    def _kept(self, key: Hashable) -> tuple[float, Any] | None:
        with self._lock:
            found = self._entries.get(key)
            if found is None or found[0] <= self._clock():
                return None
            self._entries.move_to_end(key)
            return found

    def _counted(self, how: str) -> str:
        with self._lock:
            self.counts[how] += 1
        return how

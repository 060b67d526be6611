"""The cache in Redis, which both colours share: what one of them writes makes the other forget as well."""

import json
from collections.abc import Callable, Hashable
from typing import Any

import redis

from checks.lab.cache import KEEP_SECONDS

ANSWER_SECONDS = 0.5


class SharedCache:
    """As the cache in memory, from any thread; without Redis every answer comes from the database, and is counted."""

    def __init__(self, port: int, *, seconds: float = KEEP_SECONDS) -> None:
        self.counts = {"hit": 0, "miss": 0, "bypass": 0, "evicted": 0, "unreached": 0}
        self._milliseconds = int(seconds * 1000)
        self._redis = redis.Redis(port=port, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS)

    def get(self, key: Hashable, make: Callable[[], Any], *, bypass: bool = False) -> tuple[Any, str]:
        """The entry, made where there is none or `bypass` says so; and which of the three it was."""
        name = ""
        try:
            # Entries of before the last write have another number in their name, and end by themselves.
            name = f"papers:{int(self._redis.get('papers:writes') or 0)}:{json.dumps(key)}"
            if not bypass and (found := self._redis.get(name)):
                return json.loads(found), self._counted("hit")
        except redis.RedisError:
            self._counted("unreached")
            return make(), self._counted("miss")
        made = make()
        self._tell(lambda: self._redis.set(name, json.dumps(made), px=self._milliseconds))
        return made, self._counted("bypass" if bypass else "miss")

    def clear(self) -> None:
        """Forget everything: something was written."""
        self._tell(lambda: self._redis.incr("papers:writes"))

    def _tell(self, command: Callable[[], Any]) -> None:
        try:
            command()
        except redis.RedisError:
            self._counted("unreached")

    def _counted(self, how: str) -> str:
        self.counts[how] += 1
        return how

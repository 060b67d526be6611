"""The cache in a real Redis: shared, forgotten on a write by whoever wrote, and no harm when it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from checks.lab.shared_cache import SharedCache
from tests.systems import redis


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with redis(tmp_path_factory.mktemp("redis")) as port:
        yield port


@pytest.fixture
def two(port: int) -> tuple[SharedCache, SharedCache]:
    one, other = SharedCache(port, seconds=60), SharedCache(port, seconds=60)
    one.clear()
    return one, other


def test_shared(two: tuple[SharedCache, SharedCache]) -> None:
    """What one made the other finds; what one forgets the other forgets; bypass makes it anew for both."""
    one, other = two
    assert one.get(("graphs", None), lambda: {"total": 1}) == ({"total": 1}, "miss")
    assert other.get(("graphs", None), lambda: {"total": 2}) == ({"total": 1}, "hit")
    assert other.get(("graphs", 1950), lambda: {"total": 3}) == ({"total": 3}, "miss")
    assert other.get(("graphs", None), lambda: {"total": 4}, bypass=True) == ({"total": 4}, "bypass")
    assert one.get(("graphs", None), lambda: {"total": 5}) == ({"total": 4}, "hit")
    other.clear()
    assert one.get(("graphs", None), lambda: {"total": 6}) == ({"total": 6}, "miss")
    assert one.counts == {"hit": 1, "miss": 2, "bypass": 0, "evicted": 0, "unreached": 0}


def test_entries_end(port: int) -> None:
    """An entry lives for its time and no longer: Redis itself forgets it."""
    cache = SharedCache(port, seconds=0.001)
    cache.get("short", lambda: 1)
    while cache.get("short", lambda: 2)[0] != 2:
        pass


def test_without_redis(tmp_path: Path) -> None:
    """Answers come from where they are made, and that Redis was not reached is counted."""
    with redis(tmp_path) as gone:
        cache = SharedCache(gone)
    assert [cache.get("x", lambda n=n: n) for n in (1, 2)] == [(1, "miss"), (2, "miss")]
    cache.clear()
    assert (cache.counts["unreached"], cache.counts["miss"]) == (3, 2)

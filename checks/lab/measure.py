"""Optimisations, before and after in the same run, on 60,000 invented papers: whatever comes out is said."""

import asyncio
from collections.abc import Callable
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import httpx
from sqlalchemy import insert, text

from checks.lab.citations import CitationIndex
from checks.lab.database import Database
from checks.lab.hub import hub_app
from checks.lab.metrics import Metrics
from checks.lab.migrating import prepare
from checks.lab.papers import Papers
from checks.lab.parts import Parts
from checks.lab.releases import release_named
from checks.lab.tables import papers

PAPERS, LOOKS = 60_000, 20
YEARS = 200


def optimise() -> dict[str, Any]:
    """Cache, index and pool, each measured alone, in milliseconds of the processor: the fastest of 20 looks."""
    with TemporaryDirectory() as folder:
        database, other = _filled(f"{folder}/papers.sqlite"), _filled(f"{folder}/unindexed.sqlite")
        results = {
            "cache": _cache(database),
            "index": _index(database, other),
            "pool": _pool(database),
        }
        database.engine.dispose()
        other.engine.dispose()
    return {"papers": PAPERS, "looks": LOOKS, **results}


def _filled(file: str) -> Database:
    database = Database(f"sqlite:///{file}")
    prepare(database, "measure")
    rows = [
        {
            "title": f"Study {n} of imaginary things",
            "authors": f"Author {n % 97}",
            "year": 1800 + n % YEARS,
            "citations": 0,
        }
        for n in range(PAPERS)
    ]
    with database.using("fill") as connection:
        connection.execute(insert(papers), rows)
    return database


def _cache(database: Database) -> dict[str, float]:
    """A search of the whole application, as users send it: answered by the database, and by the cache."""
    parts = Parts(database, CitationIndex({}), Metrics("v4", "green"))
    app = hub_app(parts, release_named("v4"), "green")

    async def both() -> tuple[float, float]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:
            times: dict[str, list[float]] = {"no-cache": [], "max-age=1": []}
            for _ in range(LOOKS):
                for control, taken in times.items():
                    begun = process_time()
                    answer = await client.get("/papers?q=imaginary", headers={"Cache-Control": control})
                    taken.append(process_time() - begun)
                    answer.raise_for_status()
            return min(times["no-cache"]), min(times["max-age=1"])

    return _compared(*asyncio.run(both()))


def _index(indexed: Database, other: Database) -> dict[str, float]:
    """Papers of one year, without and with the index of migration 0003."""
    with other.using("drop index") as connection:
        connection.execute(text("DROP INDEX papers_by_year"))

    def look(stored: Papers) -> None:
        stored.matching("", 1950)
        stored.count("", 1950)

    return _compared(*_fastest(lambda: look(Papers(other)), lambda: look(Papers(indexed))))


def _pool(database: Database) -> dict[str, float]:
    """One paper by its id, over a connection made for it, and over one from the pool; all else is the same."""
    unpooled = Database(str(database.url))

    def find(where: Database) -> None:
        with where.using("find") as connection:
            connection.exec_driver_sql("SELECT * FROM papers WHERE id = 7").fetchall()

    def alone() -> None:
        find(unpooled)
        unpooled.engine.dispose()

    return _compared(*_fastest(alone, lambda: find(database)))


def _fastest(*looks: Callable[[], None]) -> list[float]:
    """Of each the fastest, in turns: what a busy machine adds says nothing of them."""
    taken: list[list[float]] = [[] for _ in looks]
    for _ in range(LOOKS + 1):
        for look, times in zip(looks, taken, strict=True):
            begun = process_time()
            look()
            times.append(process_time() - begun)
    return [min(times[1:]) for times in taken]  # the first of each made what the others find


def _compared(before: float, after: float) -> dict[str, float]:
    return {
        "before_ms": round(before * 1000, 3),
        "after_ms": round(after * 1000, 3),
        "improvement_percent": round(100 * (1 - after / before), 1),
    }

"""Usage events: what visitors do, how far they get, and how much of it was synthetic."""

import threading
from collections import Counter, deque
from collections.abc import Iterable
from itertools import pairwise
from time import time
from typing import Any

from sqlalchemy import insert, select

from checks.lab.database import Database
from checks.lab.tables import events

NAMES = {
    ("GET", "/"): "home opened",
    ("GET", "/papers"): "papers listed",
    ("GET", "/papers/{id}"): "paper read",
    ("GET", "/papers/{id}/citations"): "citations read",
    ("POST", "/papers"): "paper added",
}
GOAL = "paper added"
MOST_WAITING = 10_000
WRITE_SECONDS = 0.5
PERIODS = {"daily": 86_400.0, "weekly": 7 * 86_400.0, "monthly": 30 * 86_400.0}


class Usage:
    """Events wait in memory, and are written together: a visitor never waits for them."""

    def __init__(self, database: Database) -> None:
        self.dropped = 0
        self._database = database
        self._waiting: deque[dict[str, Any]] = deque()
        self._writing = threading.Lock()
        self._written = 0.0

    def note(self, method: str, route: str, visitor: str, *, synthetic: bool) -> None:
        """Note what was done, if it is something that counts; beyond 10,000 unwritten ones it is dropped, and told."""
        name = NAMES.get((method, route))
        if name is None:
            return
        if len(self._waiting) >= MOST_WAITING:
            self.dropped += 1
            return
        self._waiting.append({"at": time(), "name": name, "visitor": visitor, "synthetic": int(synthetic)})

    def due(self) -> bool:
        """Whether events wait, and the last were written long enough ago."""
        return bool(self._waiting) and time() - self._written >= WRITE_SECONDS

    def write(self) -> None:
        """Write all that wait; those that could not be written wait on."""
        with self._writing:
            self._written = time()
            batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
            try:
                if batch:
                    with self._database.using("events") as connection:
                        connection.execute(insert(events), batch)
            except Exception:
                self._waiting.extendleft(reversed(batch))
                raise

    def report(self, period: str, now: float | None = None) -> dict[str, Any]:
        """The figures of the last day, week or month, and what they say in words."""
        self.write()
        since = (time() if now is None else now) - PERIODS[period]
        wanted = select(events).where(events.c.at >= since).order_by(events.c.at, events.c.number)
        with self._database.using("usage") as connection:
            rows = connection.execute(wanted).all()
        return {"period": period, **_figures(rows)}


def _figures(rows: Iterable[Any]) -> dict[str, Any]:
    seen: dict[str, list[str]] = {}
    names: Counter[str] = Counter()
    synthetic = 0
    for row in rows:
        names[row.name] += 1
        synthetic += row.synthetic
        seen.setdefault(row.visitor, []).append(row.name)
    total = names.total()
    reached = sum(GOAL in journey for journey in seen.values())
    steps = Counter(f"{one} → {two}" for journey in seen.values() for one, two in pairwise(journey) if one != two)
    figures = {
        "events": total,
        "synthetic_percent": round(100 * synthetic / total, 1) if total else 0.0,
        "visitors": len(seen),
        "features": {
            name: _share(sum(name in journey for journey in seen.values()), len(seen)) for name in sorted(names)
        },
        "journeys": dict(steps.most_common(5)),
        "conversion_percent": _share(reached, len(seen)),
        "revenue": None,
    }
    return figures | {"insights": _insights(figures)}


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def _insights(figures: dict[str, Any]) -> list[str]:
    if not figures["events"]:
        return ["Nobody used ResearchHub in this period."]
    said = [f"{figures['conversion_percent']:g} % of {figures['visitors']} visitors added a paper."]
    if figures["synthetic_percent"]:
        said.append(f"{figures['synthetic_percent']:g} % of the events are synthetic: they say nothing about people.")
    said.append("ResearchHub sells nothing, so there is no revenue to track.")
    return said

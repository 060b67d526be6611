"""Error tracking: exceptions that nobody caught, grouped by where they come from."""

import hashlib
import json
import traceback
from collections.abc import Callable
from pathlib import Path
from time import time
from typing import Any

from sqlalchemy import insert, select, update

from checks.lab.database import Database
from checks.lab.shapes import NewError
from checks.lab.tables import faults

MOST_VISITORS, MOST_STACK = 50, 4000
CATEGORIES = (("sqlalchemy", "database"), ("httpx", "dependency"), ("checks.lab", "application"))
REPORTED = "reported"
"""The category of what others saw."""


class Tracking:
    """The groups of errors, shared by both colours."""

    def __init__(self, database: Database) -> None:
        self.captured = 0
        self._database = database

    def capture(self, error: BaseException, *, route: str, release: str, visitor: str, context: dict[str, Any]) -> str:
        """Add an exception to its group, reopening it where it was resolved; the group's fingerprint."""
        return self._add(fingerprint_of(error, route), lambda: _new_group(error, route, context), release, visitor)

    def report(self, told: NewError, *, release: str, visitor: str, context: dict[str, Any]) -> str:
        """Add an error that somebody else saw, and told; the fingerprint of its group."""
        fingerprint = hashlib.sha256(f"reported {told.where} {told.message}".encode()).hexdigest()[:12]
        return self._add(fingerprint, lambda: _told_group(told, context), release, visitor)

    def _add(self, fingerprint: str, make: Callable[[], dict[str, Any]], release: str, visitor: str) -> str:
        self.captured += 1
        with self._database.using("error", alone=True) as connection:
            found = (
                connection.execute(select(faults).where(faults.c.fingerprint == fingerprint)).mappings().one_or_none()
            )
            seen = set(json.loads(found["visitors"])) if found else set()
            visitors = json.dumps(sorted(seen | {visitor})[:MOST_VISITORS])
            latest = {"last": time(), "resolved": None, "release": release, "visitors": visitors}
            if found:
                wanted = update(faults).where(faults.c.fingerprint == fingerprint)
                connection.execute(wanted.values(**latest, count=found["count"] + 1))
            else:
                group = make() | {"fingerprint": fingerprint, **latest}
                connection.execute(insert(faults).values(**group, first=latest["last"], count=1))
        return fingerprint

    def groups(self) -> list[dict[str, Any]]:
        """Every group, the latest first: `affected` visitors, errors a minute, whether it is resolved."""
        with self._database.using("errors") as connection:
            rows = connection.execute(select(faults).order_by(faults.c.last.desc())).mappings().all()
        return [_shown(dict(row)) for row in rows]

    def resolve(self, fingerprint: str) -> bool:
        """Mark a group as mended; False when there is none."""
        with self._database.using("resolve error") as connection:
            wanted = update(faults).where(faults.c.fingerprint == fingerprint).values(resolved=time())
            return connection.execute(wanted).rowcount == 1


def fingerprint_of(error: BaseException, route: str) -> str:
    """What two errors have in common when they are the same: type, route, and the line they were raised at."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].name}" if frames else "nowhere"
    return hashlib.sha256(f"{type(error).__name__} {route} {place}".encode()).hexdigest()[:12]


def _new_group(error: BaseException, route: str, context: dict[str, Any]) -> dict[str, Any]:
    return {
        "category": _category(error),
        "message": f"{type(error).__name__}: {error}"[:300],
        "route": route,
        "stack": "".join(traceback.format_exception(error))[-MOST_STACK:],
        "context": json.dumps(context),
        "reproduce": f"curl -X {context['method']} {context['url']}",
    }


def _told_group(told: NewError, context: dict[str, Any]) -> dict[str, Any]:
    return {
        "category": REPORTED,
        "message": told.message,
        "route": told.where,
        "stack": "",
        "context": json.dumps(context),
        "reproduce": told.reproduce,
    }


def _category(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    places = f"{type(error).__module__} {frames[-1].filename.replace('/', '.') if frames else ''}"
    return next((name for part, name in CATEGORIES if part in places), "other")


def _shown(group: dict[str, Any]) -> dict[str, Any]:
    minutes = max(1 / 60, (group["last"] - group["first"]) / 60)
    return group | {
        "affected": len(json.loads(group.pop("visitors"))),
        "context": json.loads(group["context"]),
        "per_minute": round(group["count"] / minutes, 1),
        "resolved": group["resolved"] is not None,
    }

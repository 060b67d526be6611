"""The audit log: who did what, from where, and how it ended; each entry seals the one before it."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from checks.lab.access import Caller
from checks.lab.database import Database
from checks.lab.tables import audit

FIELDS = ("at", "actor", "role", "address", "action", "target", "outcome")


class AuditLog:
    """Entries are only ever added."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, caller: Caller, action: str, target: str, outcome: int) -> None:
        """Add an entry; `outcome` is the HTTP status that the caller got."""
        entry = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "actor": caller.name,
            "role": caller.role,
            "address": caller.address,
            "action": action,
            "target": target,
            "outcome": outcome,
        }
        with self._database.using("audit", alone=True) as connection:
            before = connection.execute(select(audit.c.digest).order_by(audit.c.number.desc()).limit(1)).scalar()
            connection.execute(insert(audit).values(**entry, digest=_seal(before or "", entry)))

    def entries(self, *, limit: int = 100) -> list[dict[str, Any]]:
        """The newest entries, the newest first."""
        wanted = select(audit).order_by(audit.c.number.desc()).limit(limit)
        with self._database.using("audit log") as connection:
            return [dict(row) for row in connection.execute(wanted).mappings()]

    def verify(self) -> dict[str, Any]:
        """How many entries there are, those that changed something, those whose seal is broken, and all actions."""
        with self._database.using("verify audit") as connection:
            rows = connection.execute(select(audit).order_by(audit.c.number)).all()
            changes = sum(row.outcome < 400 for row in rows)
            return {"entries": len(rows), "changes": changes, "broken": _broken(rows), "actions": _actions(connection)}


def _actions(connection: Connection) -> list[str]:
    return sorted(connection.execute(select(audit.c.action).distinct()).scalars())


def _broken(rows: "list[Row[Any]] | Any") -> list[int]:
    broken, before = [], ""
    for row in rows:
        if row.digest != _seal(before, {name: getattr(row, name) for name in FIELDS}):
            broken.append(row.number)
        before = row.digest
    return broken


def _seal(before: str, entry: dict[str, Any]) -> str:
    text = "\n".join([before, *(str(entry[name]) for name in FIELDS)])
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()

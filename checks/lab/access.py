"""Who may do what: API keys, their roles, and the roles that each route lets in."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from starlette.exceptions import HTTPException
from starlette.requests import Request

from checks.lab.ask import lab_key
from checks.lab.database import Database
from checks.lab.errors import UsageError
from checks.lab.settings import ROLES
from checks.lab.tables import keys

ANYBODY = frozenset({"anonymous", *ROLES})
EDITORS = frozenset({"editor", "admin"})
REPORTERS = frozenset({"editor", "operator", "admin"})
OPERATORS = frozenset({"operator", "admin"})
ADMINS = frozenset({"admin"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request: the name of the key and its role, and the address that the proxy saw."""

    name: str
    role: str
    address: str


def lab_keys(seed: str) -> list[dict[str, Any]]:
    """The rows of the lab's own keys, one for each role."""
    return [{"name": f"lab-{role}", "role": role, "digest": _digest(lab_key(role, seed))} for role in ROLES]


class Keys:
    """API keys, of which only digests are stored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def holder(self, key: str) -> tuple[str, str] | None:
        """Name and role of a valid key."""
        wanted = select(keys.c.name, keys.c.role).where(keys.c.digest == _digest(key), keys.c.revoked == 0)
        with self._database.using("key") as connection:
            row = connection.execute(wanted).one_or_none()
        return (row.name, row.role) if row else None

    def all(self) -> list[dict[str, Any]]:
        """Every key without its digest, for the review of who may do what."""
        wanted = select(keys.c.name, keys.c.role, keys.c.revoked).order_by(keys.c.name)
        with self._database.using("keys") as connection:
            return [dict(row) | {"revoked": bool(row["revoked"])} for row in connection.execute(wanted).mappings()]

    def add(self, name: str, role: str, key: str) -> None:
        """Let in whoever shows `key`, as `name`; a `UsageError` when there is one of that name already."""
        if any(one["name"] == name for one in self.all()):
            raise UsageError(f"there is a key called {name!r} already")
        with self._database.using("add key") as connection:
            connection.execute(insert(keys).values(name=name, role=role, digest=_digest(key), revoked=0))

    def revoke(self, name: str) -> bool:
        """Let its holder in no more; False when there is no such key."""
        with self._database.using("revoke key") as connection:
            return connection.execute(update(keys).where(keys.c.name == name).values(revoked=1)).rowcount == 1


def caller_of(request: Request) -> Caller:
    """Who sent it, as `identified.py` found out."""
    found: Caller = request.scope["caller"]
    return found


def permit(request: Request, roles: Sequence[str] | frozenset[str]) -> None:
    """401 or 403 where the caller's role is not among `roles`."""
    caller = caller_of(request)
    if caller.role not in roles:
        known = caller.role != "anonymous"
        reason = f"a {caller.role} may not do this" if known else "send an API key as X-API-Key"
        raise HTTPException(403 if known else 401, reason)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()

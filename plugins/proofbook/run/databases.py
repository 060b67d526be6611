"""A query, taken to the database that its address names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from proofbook.check_types.exchanges import Query, Table
from proofbook.errors import CouldNotLook, TargetFault
from proofbook.model.settings import Allow
from proofbook.run import sqlite
from proofbook.run.deadlines import awaiting, remaining
from proofbook.run.policy import permitted_path
from proofbook.run.threads import in_thread

SQLITE = "sqlite:"


async def ask(query: Query, root: Path, allow: Allow, permit: Callable[[str], None]) -> Table:
    """See `World.query`."""
    if not query.database.startswith(SQLITE):
        return await _postgres(query, root, allow, permit)
    name = query.database.removeprefix(SQLITE)
    path = permitted_path(name, root, allow)
    if not path.exists():
        raise TargetFault(f"{name} is not there")
    if not path.is_file():
        raise CouldNotLook(f"{name} is not a regular file")
    awaiting(f"{name} to answer")
    patience = remaining() * 0.9
    return await in_thread(lambda: sqlite.ask(path, name, query.sql, patience))


async def _postgres(query: Query, root: Path, allow: Allow, permit: Callable[[str], None]) -> Table:
    try:
        from proofbook.run import postgres
    except ImportError as error:
        raise CouldNotLook(f"to ask PostgreSQL needs psycopg: pip install 'proofbook[postgres]' ({error})") from None
    return await postgres.ask(query, root, allow, permit)

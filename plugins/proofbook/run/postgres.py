"""PostgreSQL, asked in a transaction that can only read and that the server itself ends in time."""

from __future__ import annotations

import asyncio
import errno
import os
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import psycopg
import psycopg.conninfo

from proofbook.check_types.exchanges import Query, Table
from proofbook.errors import CouldNotLook, Refused, TargetFault
from proofbook.model.settings import Allow
from proofbook.run.addresses import addresses
from proofbook.run.deadlines import awaiting, remaining
from proofbook.run.policy import permitted_path
from proofbook.run.tables import Rows
from proofbook.run.trust import authorities

#: What may be said in the address. Other parameters of libpq run commands, read files or lead to other hosts.
KNOWN = {"host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "application_name"}
_NOTHING = "/dev/null/none"
#: In place of what libpq would take from the machine's environment and its user's home.
DEFAULTS = {
    "port": "5432",
    "password": "",
    "passfile": _NOTHING,
    "sslmode": "prefer",
    "sslcertmode": "disable",
    "gssencmode": "disable",
    "options": "",
    "target_session_attrs": "any",
    "application_name": "proofbook",
    "client_encoding": "utf8",
}
READS = re.compile(
    r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(?:select|with|values|table|show|explain)\b", re.IGNORECASE | re.DOTALL
)

#: SQLSTATEs (PostgreSQL, appendix A) that say something about the check, not about the database.
_OURS = {"42601", "42501", "28P01", "28000", "0A000"}
_READ_ONLY, _CANCELED = "25006", "57014"
#: The same where the server does not let us in, and libpq gives its words alone.
_NOT_LET_IN = ("password authentication failed", "no password supplied", "pg_hba.conf", "Peer auth", 'role "')


async def ask(query: Query, root: Path, allow: Allow, permit: Callable[[str], None]) -> Table:
    """The answer to one statement.

    Raises:
        Refused: the policy forbids the host, or the statement would change something.
        TargetFault: the server cannot be reached, lacks the table, or takes too long.
        CouldNotLook: the address or the statement is wrong, or the server does not let us in.
    """
    if not READS.match(query.sql):
        raise Refused("`sql` only reads: a query begins with SELECT, WITH, VALUES, TABLE, SHOW or EXPLAIN")
    given = _parameters(query)
    permit(given["host"])
    where = f"PostgreSQL on {given['host']}, database {given['dbname']}"
    full = await _addressed({**DEFAULTS, **given, **_trusting(given, root, allow)})
    # psycopg, cancelled, waits for the server to agree. One that hangs is left to it.
    work = asyncio.create_task(_asked(full, query.sql, where))
    work.add_done_callback(lambda task: task.cancelled() or task.exception())
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        work.cancel()
        raise


def _parameters(query: Query) -> dict[str, str]:
    """The address taken apart; every part that has no safe default must be there."""
    try:
        given = {name: str(value) for name, value in psycopg.conninfo.conninfo_to_dict(query.database).items()}
    except psycopg.Error:
        given = {}
    if query.password is not None:
        given["password"] = query.password
    if not {"host", "user", "dbname"} <= set(given) or "," in given["host"]:
        raise CouldNotLook("`database` must name user, one host and database: postgresql://user@host:5432/name")
    if unknown := set(given) - KNOWN:
        raise Refused(f"`database` must not set {', '.join(sorted(unknown))}; it may set {', '.join(sorted(KNOWN))}")
    return given


def _trusting(given: Mapping[str, str], root: Path, allow: Allow) -> dict[str, str]:
    if name := given.get("sslrootcert"):
        return {"sslrootcert": str(permitted_path(name, root, allow))}
    verifies = given.get("sslmode", "").startswith("verify-")
    return {"sslrootcert": authorities() if verifies else _NOTHING}


async def _addressed(parameters: dict[str, str]) -> dict[str, str]:
    """The same with the addresses of the host, which libpq would look up a second time. A path is a socket's."""
    host = parameters["host"]
    if host.startswith("/"):
        return parameters
    found = await addresses(host)
    return {**parameters, "host": ",".join([host] * len(found)), "hostaddr": ",".join(found)}


async def _asked(parameters: dict[str, str], sql: str, where: str) -> Table:
    started = time.monotonic()
    awaiting(f"{where} to let us in")
    try:
        address = psycopg.conninfo.make_conninfo(**parameters)
        connection = await psycopg.AsyncConnection.connect(address, prepare_threshold=None)
    except psycopg.Error as error:
        raise _not_connected(error, where) from None
    try:
        return await _read(connection, sql, started, where)
    except psycopg.Error as error:
        raise _fault(error, where, time.monotonic() - started) from None
    finally:
        connection.pgconn.finish()


async def _read(connection: psycopg.AsyncConnection, sql: str, started: float, where: str) -> Table:
    awaiting(f"{where} to answer")
    await connection.set_read_only(True)
    patience = max(int((remaining() - 0.3) * 1000), 100)
    await connection.execute("SELECT set_config('statement_timeout', %s, true)", [str(patience)])
    cursor, rows = connection.cursor(), Rows()
    # Streaming sends exactly one statement, and keeps no more than one row of many.
    async for row in cursor.stream(sql):
        rows.add(row)
    return rows.table(tuple(column.name for column in cursor.description or ()), started)


def _not_connected(error: Exception, where: str) -> TargetFault | CouldNotLook:
    words = " ".join(str(error).split())
    ours = any(one in words for one in (*_NOT_LET_IN, os.strerror(errno.ENETUNREACH)))
    return (CouldNotLook if ours else TargetFault)(f"{where}: {words}")


def _fault(error: psycopg.Error, where: str, took: float) -> TargetFault | CouldNotLook:
    words = error.diag.message_primary or " ".join(str(error).split())
    if error.sqlstate == _CANCELED:
        return TargetFault(f"{where}: the query did not end in {took:.1f} s")
    if error.sqlstate == _READ_ONLY:
        return Refused(f"{where}: {words}: `sql` only reads")
    return (CouldNotLook if error.sqlstate in _OURS else TargetFault)(f"{where}: {words}")

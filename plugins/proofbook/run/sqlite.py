"""SQLite files of the project, asked so that they cannot be changed nor lead to another file."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from urllib.parse import quote

from proofbook.check_types.exchanges import Table
from proofbook.errors import CouldNotLook, Refused, TargetFault
from proofbook.run.tables import made_table

#: Reading, and what reading is made of; `ATTACH` would open other files.
READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
#: Pragmas that tell something and set nothing, even with an argument.
TELLING = frozenset(
    {
        "foreign_key_check", "foreign_key_list", "freelist_count", "index_info", "index_list", "integrity_check",
        "page_count", "quick_check", "table_info", "table_list", "table_xinfo",
    }
)  # fmt: skip
LARGEST_VALUE = 16 * 1024 * 1024

#: Whose fault an error is, by SQLite's primary result codes; all others are the file's.
_OURS = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_MISUSE}
_FORBIDDEN = {sqlite3.SQLITE_AUTH, sqlite3.SQLITE_READONLY}


def ask(path: Path, name: str, sql: str, patience: float) -> Table:
    """The answer of a file to one statement; `name` is what the author calls the file.

    Raises:
        TargetFault: the file is no database, is locked, lacks the table, or takes too long.
        Refused: the statement would change or open something.
        CouldNotLook: the statement is wrong.
    """
    started = time.monotonic()
    ends = started + patience
    try:
        connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=patience)
        try:
            _restrain(connection, ends)
            cursor = connection.execute(sql)
            columns = tuple(column[0] for column in cursor.description or ())
            return made_table(columns, cursor, started)
        finally:
            connection.close()
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise _fault(error, name, time.monotonic() - started) from None


def _restrain(connection: sqlite3.Connection, ends: float) -> None:
    connection.execute("PRAGMA query_only = ON")
    connection.text_factory = lambda text: text.decode(errors="replace")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
    connection.set_progress_handler(lambda: int(time.monotonic() > ends), 10_000)
    connection.set_authorizer(_authorize)


def _authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    if action in READING:
        return sqlite3.SQLITE_DENY if second == "load_extension" else sqlite3.SQLITE_OK
    told = action == sqlite3.SQLITE_PRAGMA and (first in TELLING or second is None)
    return sqlite3.SQLITE_OK if told else sqlite3.SQLITE_DENY


def _fault(error: Exception, name: str, took: float) -> TargetFault | CouldNotLook:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE) & 0xFF
    if code == sqlite3.SQLITE_INTERRUPT:
        return TargetFault(f"{name}: the query did not end in {took:.1f} s")
    if code in _FORBIDDEN:
        return Refused(f"{name}: {error}: `sql` only reads")
    if code in _OURS and not str(error).startswith("no such"):
        return CouldNotLook(f"{name}: {error}")
    return TargetFault(f"{name}: {error}")

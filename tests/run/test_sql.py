"""The check type `sql` against SQLite files and a real PostgreSQL."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests import systems
from tests.run import servers
from tests.run.looks import looked, said
from tests.sites import Site

#: Who ends a long query first, the server or the deadline a moment later, is the machine's to say.
TOO_LONG = "the query did not end in|no answer within its deadline"
ROWS = {
    "value": ("SELECT count(*) FROM orders", "value: 3, row_count: 1", "passed", ""),
    "rows": ("SELECT id, state FROM orders ORDER BY id", "rows: {'$[1].state': paid, '$[*].id': {each: {ge: 1}}}, columns: {equals: [id, state]}, row_count: 3", "passed", ""),
    "with": ("WITH t AS (SELECT 1 AS n) SELECT n FROM t -- so", "value: 1, duration_ms: {lt: 5000}", "passed", ""),
    "none": ("SELECT id FROM orders WHERE id > 9", "row_count: 0, columns: {exists: false}, rows: {$: {exists: false}}", "passed", ""),
    "vacuous": ("SELECT id FROM orders WHERE id > 9", "rows: {'$': {not: {contains: 1}}}", "failed", "selects nothing"),
    "no-value": ("SELECT id FROM orders", "value: 1", "failed", "selects nothing"),
    "nothing": ("SELECT null", "value: {equals: null}", "passed", ""),
    "no-table": ("SELECT * FROM nowhere", "row_count: 1", "failed", "nowhere"),
    "syntax": ("SELECT FROM WHERE", "row_count: 1", "error", "syntax error"),
    "twice": ("SELECT 1 AS a, 2 AS a", "row_count: 1", "error", "two columns are named 'a'"),
    "delete": ("DELETE FROM orders", "row_count: 0", "error", "`sql` only reads"),
    "two": ("SELECT 1; DELETE FROM orders", "row_count: 1", "error", ""),
    "slow": ("{slow}", "row_count: 1", "failed", TOO_LONG),
}  # fmt: skip


def checks(database: str, rows: dict[str, tuple[str, str, str, str]]) -> dict[str, str]:
    """The checks of a table."""
    return {
        name: f'timeout: 2s, sql: {{database: "{database}", query: "{sql}", password: s3cret}}, expect: {{{expect}}}'
        for name, (sql, expect, *_) in rows.items()
    }


def agree(found: dict[str, dict], rows: dict[str, tuple[str, str, str, str]]) -> None:
    """Every verdict and reason is as the table says, and came in time."""
    wrong = {
        name: (one["verdict"], one["reason"])
        for name, one in found.items()
        if one["verdict"] != rows[name][2] or not any(words in one["reason"] for words in rows[name][3].split("|"))
    }
    assert {} == wrong
    assert max(one["took_s"] for one in found.values()) < 10


FOREVER = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
FILE = {
    "attach": ("ATTACH 'other.db' AS other", "row_count: 0", "error", "not authorized"),
    "vacuum": ("VACUUM INTO 'copy.db'", "row_count: 0", "error", ""),
    "writable": ("PRAGMA query_only = OFF", "row_count: 0", "error", "not authorized"),
    "extension": ("SELECT load_extension('x')", "row_count: 0", "error", "not authorized"),
    "healthy": ("PRAGMA integrity_check", "value: ok", "passed", ""),
    "tables": ("PRAGMA table_info(orders)", "row_count: 3", "passed", ""),
    "version": ("PRAGMA user_version", "value: 7", "passed", ""),
    "bytes": ("SELECT x'00ff'", "value: 00ff", "passed", ""),
    "no-text": ("SELECT CAST(x'ff41' AS TEXT)", "value: {ends_with: A}", "passed", ""),
    "large": ("SELECT zeroblob(900000000)", "row_count: 1", "failed", "too big"),
    "many": ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000) SELECT i FROM n", "row_count: 5000, rows: {$: {has_length: 1000}}", "passed", ""),
}  # fmt: skip


@pytest.fixture
def orders(site: Site) -> Path:
    """A SQLite file with three orders."""
    path = site.root / "my orders?.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, state TEXT, total NUMERIC)")
        connection.executemany("INSERT INTO orders VALUES (?, ?, ?)", [(1, "new", 1.5), (2, "paid", 2), (3, "new", 3)])
        connection.execute("PRAGMA user_version = 7")
    connection.close()
    return path


def test_sqlite(site: Site, orders: Path) -> None:
    """A file of the project is read and neither changed, nor left for another."""
    before = orders.read_bytes()
    rows = {**ROWS, **FILE, "slow": (FOREVER, *ROWS["slow"][1:])}
    agree(looked(site, checks(f"sqlite:{orders.name}", rows)), rows)
    assert orders.read_bytes() == before
    assert not list(site.root.glob("*copy*")) + list(site.root.glob("other*"))


def test_files_that_are_no_database(site: Site, orders: Path) -> None:
    """What is not there, is none, is locked or lies outside is told apart."""
    site.settings(vars="{there: 'sqlite:../outside.db'}")
    site.file("text.db", "This is not a database, but it is long enough to look at." * 20)
    os.mkfifo(site.root / "pipe.db")
    holder = sqlite3.connect(orders, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    rows = {
        "gone": ("sqlite:gone.db", "failed", "gone.db is not there"),
        "text": ("sqlite:text.db", "failed", "not a database"),
        "pipe": ("sqlite:pipe.db", "error", "not a regular file"),
        "locked": (f"sqlite:{orders.name}", "failed", "locked|no answer within its deadline"),
        "outside": ("${{ vars.there }}", "error", "leads out of the project"),
    }
    found = looked(
        site,
        {
            name: f"timeout: 2s, sql: {{database: '{row[0]}', query: SELECT count(*) FROM orders}}, expect: {{value: 3}}"
            for name, row in rows.items()
        },
    )
    holder.close()
    agree(found, {name: ("", "", *row[1:]) for name, row in rows.items()})


def test_permissions(site: Site, orders: Path) -> None:
    """A file needs the permission to read files, a server the one for its host, and the plan knows."""
    ask = "query: SELECT 1}, expect: {value: 1}"
    all_of = {
        "file": f"sql: {{database: 'sqlite:{orders.name}', {ask}",
        "server": f"sql: {{database: 'postgresql://probe@127.0.0.1:1/x', {ask}",
        "verified": f"sql: {{database: 'postgresql://probe@127.0.0.1:1/x?sslmode=verify-full&sslrootcert=ca.pem', {ask}",
    }
    site.settings("{files: false, network: [127.0.0.1]}")
    found = said(looked(site, all_of))
    assert [found[name][0] for name in all_of] == ["skipped", "failed", "skipped"]
    site.settings("{files: true}")
    found = said(looked(site, all_of))
    assert [found[name][0] for name in all_of] == ["passed", "skipped", "skipped"]
    assert "`network: [127.0.0.1]`" in found["server"][1]


SETUP = """
CREATE TABLE orders (id int PRIMARY KEY, state text, total numeric, at timestamptz, took interval, body jsonb, raw bytea, tags text[]);
INSERT INTO orders VALUES (1, 'new', 1.50, '2026-11-24 12:00+00', '90 s', '{"a": 1}', '\\x00ff', '{x,y}'), (2, 'paid', 2, now(), null, null, null, null), (3, 'new', 3, now(), null, null, null, null);
CREATE TABLE secret (id int);
GRANT SELECT, DELETE ON orders TO probe;
"""
SERVER = {
    "kinds": ("SELECT * FROM orders WHERE id = 1", "rows: {'$[0].total': 1.5, '$[0].at': {days_from_now: {lt: 36500}}, '$[0].took': 90, '$[0].body.a': 1, '$[0].raw': 00ff, '$[0].tags': {equals: [x, y]}}", "passed", ""),
    "whole": ("SELECT 2.00::numeric", "value: 2", "passed", ""),
    "not-a-number": ("SELECT 'NaN'::numeric", "value: {gt: 0}", "failed", ""),
    "uuid": ("SELECT '00000000-0000-0000-0000-000000000001'::uuid", "value: {is_format: uuid}", "passed", ""),
    "show": ("SHOW transaction_read_only", "value: 'on'", "passed", ""),
    "in-time": ("SHOW statement_timeout", r"value: {matches: '^[1-9]\d{2,3}ms$'}", "passed", ""),
    "explain": ("EXPLAIN SELECT 1", "row_count: {ge: 1}", "passed", ""),
    "sleep": ("SELECT pg_sleep(60)", "row_count: 1", "failed", TOO_LONG),
    "delete-inside": ("WITH gone AS (DELETE FROM orders RETURNING id) SELECT count(*) FROM gone", "row_count: 1", "error", "`sql` only reads"),
    "writable": ("SELECT set_config('transaction_read_only', 'off', false)", "row_count: 1", "failed", "read-write mode"),
    "copy": ("COPY orders TO PROGRAM 'true'", "row_count: 0", "error", "`sql` only reads"),
    "not-mine": ("SELECT * FROM secret", "row_count: 0", "error", "permission denied"),
    "many": ("SELECT generate_series(1, 5000) AS i", "row_count: 5000, rows: {$: {has_length: 1000}}", "passed", ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A PostgreSQL for all tests; its port."""
    with systems.postgres(tmp_path_factory.mktemp("postgres"), SETUP) as port:
        yield port


def test_postgres(site: Site, server: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server is asked in a transaction that only reads, and that it ends in time; the machine's own settings are no matter."""
    for name in ("PGHOST", "PGPASSWORD", "PGDATABASE", "PGOPTIONS", "PGSSLMODE"):
        monkeypatch.setenv(name, "nonsense")
    # In the select list: in FROM, the server would write all the rows to its disk first.
    slow = "SELECT count(*) FROM (SELECT generate_series(1, 1000000000)) AS n"
    rows = {**ROWS, **SERVER, "slow": (slow, *ROWS["slow"][1:])}
    agree(looked(site, checks(f"postgresql://probe@127.0.0.1:{server}/postgres", rows)), rows)
    rows = {"still-there": ("SELECT count(*) FROM orders", "value: 3", "passed", "")}
    agree(looked(site, checks(f"postgresql://probe@127.0.0.1:{server}/postgres", rows)), rows)


def test_addresses(site: Site, server: int) -> None:
    """An address that is wrong, or that does not let us in, is our fault; a server that is not there is its own."""
    site.settings(
        "{files: true, network: [127.0.0.1, localhost, 169.254.169.254]}",
        vars="{there: 'postgresql://probe@192.0.2.1/x'}",
    )
    rows = {
        "by-name": (f"postgresql://probe@localhost:{server}/postgres", "passed", ""),
        "password": (f"postgresql://probe:s3cret@127.0.0.1:{server}/postgres", "passed", ""),
        "wrong": (f"postgresql://probe:wrong@127.0.0.1:{server}/postgres", "error", "password authentication failed"),
        "nobody": (f"postgresql://nobody:x@127.0.0.1:{server}/postgres", "error", ""),
        "no-database": (f"postgresql://probe:s3cret@127.0.0.1:{server}/nowhere", "failed", "does not exist"),
        "closed": ("postgresql://probe@127.0.0.1:1/postgres", "failed", "Connection refused"),
        "no-user": ("postgresql://127.0.0.1/postgres", "error", "must name user, one host and database"),
        "two-hosts": ("postgresql://probe@127.0.0.1/postgres?host=127.0.0.1,localhost", "error", "one host"),
        "broken": ("postgresql://probe@127.0.0.1:port/%zz", "error", "must name user"),
        "hostaddr": ("postgresql://probe@127.0.0.1/postgres?hostaddr=192.0.2.1", "error", "must not set hostaddr"),
        "service": ("postgresql://probe@127.0.0.1/postgres?passfile=/etc/passwd", "error", "must not set passfile"),
        "socket": ("postgresql:///postgres?user=probe&host=/var/run", "error", "not granted: to connect to /var/run"),
        "metadata": ("postgresql://probe@169.254.169.254/postgres", "error", "link-local"),
        "verify": (f"postgresql://probe:s3cret@127.0.0.1:{server}/postgres?sslmode=verify-full", "failed", "SSL"),
        "no-ca": (f"postgresql://probe@127.0.0.1:{server}/postgres?sslmode=verify-full&sslrootcert=../ca.pem", "error", "leads out"),
        "late": ("${{ vars.there }}", "error", "not granted: to connect to 192.0.2.1"),
    }  # fmt: skip
    found = looked(
        site,
        {
            name: f"timeout: 2s, sql: {{database: '{row[0]}', query: SELECT 1{', password: s3cret' if name == 'by-name' else ''}}}, expect: {{value: 1}}"
            for name, row in rows.items()
        },
    )
    agree(found, {name: ("", "", *row[1:]) for name, row in rows.items()})


def test_through_a_socket(site: Site, server: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A socket file is a host like another: it is granted by its path."""
    folder = next(path for path in tmp_path_factory.getbasetemp().glob("postgres*") if list(path.glob(".s.PGSQL*")))
    site.settings(f"{{network: ['{folder}']}}")
    address = f"postgresql:///postgres?user=probe&password=s3cret&host={folder}&port={server}"
    found = said(looked(site, {"a": f"sql: {{database: '{address}', query: SELECT 1}}, expect: {{value: 1}}"}))
    assert found["a"] == ("passed", "")


def test_servers_that_hang(site: Site, tmp_path: Path) -> None:
    """A server that takes connections and says nothing, or that is frozen half-way, fails the check at its deadline."""
    (tmp_path / "frozen").mkdir()
    with servers.serving(servers.silent) as silent, systems.postgres(tmp_path / "frozen") as port:
        hung = silent.rpartition(":")[2]
        frozen = [one for one in psutil.process_iter(["cmdline"]) if str(port) in (one.info["cmdline"] or [])]
        rows = {
            "silent": (f"postgresql://probe:s3cret@127.0.0.1:{hung}/postgres", "failed", "to let us in"),
            "frozen": (
                f"postgresql://probe:s3cret@127.0.0.1:{port}/postgres",
                "failed",
                "no answer within its deadline",
            ),
        }
        for process in frozen:
            process.send_signal(signal.SIGSTOP)
        found = looked(
            site,
            {
                name: f"timeout: 2s, sql: {{database: '{row[0]}', query: SELECT 1}}, expect: {{value: 1}}"
                for name, row in rows.items()
            },
        )
        for process in frozen:
            process.send_signal(signal.SIGCONT)
    agree(found, {name: ("", "", *row[1:]) for name, row in rows.items()})

"""Ask a database a question that changes nothing: a SQLite file of the project (permission: files), or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, Permission, World
from proofbook.check_types.exchanges import Query
from proofbook.check_types.web import written_host


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which database, and what to ask."""

    database: Annotated[
        str,
        Meta(
            pattern="^(sqlite:.|postgres(ql)?://)",
            description="sqlite:PATH from the project root, or postgresql://user@host:5432/name, "
            "where `?sslmode=verify-full` verifies the server and `&sslrootcert=PATH` says by whom.",
            examples=["postgresql://probe@db.example.org/orders"],
        ),
    ]
    query: Annotated[
        str,
        Meta(
            min_length=1,
            description="One statement that reads. PostgreSQL runs it in a READ ONLY transaction; "
            "use a role that may only read.",
            examples=["SELECT count(*) FROM orders WHERE paid IS NULL"],
        ),
    ]
    password: Annotated[
        str | None, Meta(description="For PostgreSQL; from a secret.", examples=["${{ secrets.DB_PASSWORD }}"])
    ] = None


FACTS = {
    "value": Fact("the value, where the answer is one row of one column", "any", example="0"),
    "row_count": Fact("how many rows there are", "integer", example="{ge: 1}"),
    "rows": Fact(
        "the first 1,000 rows, each a map by column, by JSONPath; absent if there are none",
        "list",
        select="jsonpath",
        example="{'$[0].state': ready}",
    ),
    "columns": Fact("names of the columns; absent if there are no rows", "list", example="{contains: id}"),
    "duration_ms": Fact("milliseconds to connect and answer", "number", example="{lt: 200}"),
}
EFFECT = Effect.NETWORK
TIMEOUT = 15.0


def permissions(params: Mapping[str, Any]) -> Iterator[Permission]:
    """To read the file, or to connect to the server; unknown while the database is a reference."""
    database = str(params["database"])
    if database.startswith("sqlite:"):
        yield Permission(Effect.FILES)
    elif database.startswith("postgres"):
        yield Permission(Effect.NETWORK, written_host(database))
        if "sslrootcert=" in database:
            yield Permission(Effect.FILES)


async def observe(params: SCHEMA, world: World) -> Facts:
    """Ask, and hand on the answer."""
    answer = await world.query(Query(database=params.database, sql=params.query, password=params.password))
    facts: dict[str, Any] = {"row_count": answer.row_count, "duration_ms": answer.duration_ms}
    if answer.rows:
        facts["columns"] = list(answer.columns)
        facts["rows"] = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    if answer.row_count == 1 and len(answer.columns) == 1:
        facts["value"] = answer.rows[0][0]
    return facts

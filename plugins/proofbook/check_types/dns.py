"""Look at what DNS says of a name. Without `server`, this machine's own are asked, and the name must be permitted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, Permission, World
from proofbook.check_types.exchanges import Question

Record = Annotated[
    str,
    Meta(
        pattern="^(A|AAAA|CAA|CNAME|MX|NS|PTR|SOA|SRV|TXT)$",
        description="A, AAAA, CAA, CNAME, MX, NS, PTR, SOA, SRV or TXT.",
        examples=["MX"],
    ),
]


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to ask, and whom."""

    name: Annotated[
        str,
        Meta(min_length=1, description="Name; an address is turned into its reverse name.", examples=["example.org"]),
    ]
    record: Record = "A"
    server: Annotated[str | None, Meta(description="Name or address of the DNS server.", examples=["192.0.2.53"])] = (
        None
    )
    port: Annotated[int, Meta(ge=1, le=65535, description="Its port.", examples=[5353])] = 53


FACTS = {
    "rcode": Fact("response code; `NXDOMAIN`: there is no such name", "string", example="NOERROR"),
    "count": Fact("how many records of the type there are", "integer", example="2"),
    "values": Fact(
        "what they say, as text, in order; absent if there are none", "list", example="{contains: 10 mail.example.org}"
    ),
    "ttl": Fact("seconds that the answer may be kept; the least of all records", "integer", example="{le: 300}"),
    "records": Fact(
        "every record of the answer by JSONPath, aliases on the way included: name, type, ttl, value, and its fields",
        "list",
        select="jsonpath",
        example="{'$[0].serial': {gt: 2026010100}}",
    ),
    "authoritative": Fact("whether the server answers for the zone itself", "boolean", example="true"),
    "authenticated": Fact("whether the server vouches for it by DNSSEC", "boolean", example="true"),
    "server": Fact("address of the server that answered", "string", example="192.0.2.53"),
    "duration_ms": Fact("milliseconds until it answered", "number", example="{lt: 100}"),
}
EFFECT = Effect.NETWORK
TIMEOUT = 10.0


def permissions(params: Mapping[str, Any]) -> tuple[Permission, ...]:
    """To connect to the server, or to ask about the name."""
    host = str(params.get("server") or params["name"])
    return (Permission(EFFECT, None if "${{" in host else host),)


async def observe(params: SCHEMA, world: World) -> Facts:
    """Ask, and sort what was answered."""
    answer = await world.resolve(
        Question(name=params.name, record=params.record, server=params.server, port=params.port)
    )
    wanted = [record for record in answer.records if record["type"] == params.record]
    found = {"values": [record["value"] for record in wanted]} if wanted else {}
    if answer.records:
        found["ttl"] = min(record["ttl"] for record in answer.records)
    return {
        "rcode": answer.rcode,
        "count": len(wanted),
        "records": list(answer.records),
        "authoritative": answer.authoritative,
        "authenticated": answer.authenticated,
        "server": answer.server,
        "duration_ms": answer.duration_ms,
        **found,
    }

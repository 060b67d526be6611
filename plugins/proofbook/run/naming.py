"""DNS: a question put to a server of one's choice, or to those of this machine."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import dns.asyncbackend
import dns.asyncquery
import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.resolver
import dns.reversename

from proofbook.check_types.exchanges import Question, Records
from proofbook.errors import CouldNotLook, TargetFault
from proofbook.run.addresses import addresses
from proofbook.run.deadlines import awaiting, remaining
from proofbook.run.faults import fault

#: Packets get lost.
TRIES = 3

#: What each type of record is made of, in the order of its text (RFC 1035, 2782, 3596, 8659).
FIELDS = {
    "A": ("address",),
    "AAAA": ("address",),
    "CAA": ("flags", "tag", "value"),
    "CNAME": ("target",),
    "MX": ("preference", "exchange"),
    "NS": ("target",),
    "PTR": ("target",),
    "SOA": ("mname", "rname", "serial", "refresh", "retry", "expire", "minimum"),
    "SRV": ("priority", "weight", "port", "target"),
    "TXT": ("strings",),
}


async def resolve(question: Question, permit: Callable[[str], None]) -> Records:
    """Ask, and ask again if a packet was lost.

    A name asked of this machine's own servers travels on to whoever answers for it, so it is the name that the
    policy is asked about; else it is the chosen server.

    Raises:
        Refused: the policy forbids it.
        TargetFault: the chosen server does not answer.
        CouldNotLook: this machine's own do not, or there is no such name.
    """
    permit(question.server or question.name)
    query, started = _query(question), time.monotonic()
    servers = await addresses(question.server) if question.server else _own()
    where = f"the DNS server {question.server}" if question.server else "this machine's DNS server"
    patience = remaining() * 0.9 / (TRIES * len(servers))
    error: Exception | None = None
    for server in servers * TRIES:
        awaiting(f"{where} (address {server}) to answer", ours=not question.server)
        try:
            answer = await _ask(query, server, question.port, patience)
        except (dns.exception.DNSException, OSError, EOFError) as caught:
            error = caught
        else:
            return _records(answer, server, started)
    raise _unanswered(error, f"{where} (port {question.port})", started, ours=not question.server)


def _query(question: Question) -> dns.message.Message:
    try:
        try:
            name = dns.reversename.from_address(question.name)
        except dns.exception.SyntaxError:
            name = dns.name.from_text(question.name)
        made = dns.message.make_query(name, question.record, use_edns=0, payload=1232)
    except dns.exception.DNSException as error:
        raise CouldNotLook(f"{question.name!r} is not a name that DNS knows: {error}") from None
    made.flags |= dns.flags.AD  # asks to be told whether the answer is authenticated (RFC 6840, section 5.7)
    return made


def _own() -> tuple[str, ...]:
    try:
        return tuple(map(str, dns.resolver.Resolver().nameservers))
    except dns.resolver.NoResolverConfiguration:
        raise CouldNotLook("this machine has no DNS server: /etc/resolv.conf names none") from None


async def _ask(query: dns.message.Message, server: str, port: int, patience: float) -> dns.message.Message:
    backend = dns.asyncbackend.get_backend("asyncio")
    family = socket.AF_INET6 if ":" in server else socket.AF_INET
    # A connected socket hears at once that nothing listens.
    made = backend.make_socket(family, socket.SOCK_DGRAM, 0, None, (server, port))  # type: ignore[no-untyped-call]
    async with await made as udp:
        try:
            return await dns.asyncquery.udp(
                query,
                server,
                patience,
                port,
                sock=udp,
                raise_on_truncation=True,
                ignore_unexpected=True,
                ignore_errors=True,
            )
        except dns.message.Truncated:
            return await dns.asyncquery.tcp(query, server, patience, port, backend=backend)


def _unanswered(error: Exception | None, where: str, started: float, *, ours: bool) -> TargetFault | CouldNotLook:
    if isinstance(error, OSError):
        made = fault(error, where)
    elif isinstance(error, dns.exception.Timeout):
        made = TargetFault(f"{where} did not answer in {TRIES} tries, {time.monotonic() - started:.1f} s")
    else:
        made = TargetFault(f"{where} answers with what is not DNS: {error!r}")
    return CouldNotLook(f"{made}. Is this machine offline?") if ours else made


def _records(answer: dns.message.Message, server: str, started: float) -> Records:
    return Records(
        rcode=dns.rcode.to_text(answer.rcode()),
        server=server,
        authoritative=bool(answer.flags & dns.flags.AA),
        authenticated=bool(answer.flags & dns.flags.AD),
        records=tuple(_each(answer)),
        duration_ms=round((time.monotonic() - started) * 1000, 3),
    )


def _each(answer: dns.message.Message) -> Iterator[Mapping[str, Any]]:
    """The records of an answer; those of a name and type in order of their values, not of the server's mood."""
    for some in answer.answer:
        type_ = dns.rdatatype.to_text(some.rdtype)
        if type_ not in FIELDS:
            continue
        name = _plain(some.name)
        found = [{_shown(field): _plain(getattr(one, field)) for field in FIELDS[type_]} for one in some]
        for fields in sorted(found, key=lambda one: tuple(one.values())):
            value = " ".join(str(part) for part in fields.values())
            yield {"name": name, "type": type_, "ttl": some.ttl, "value": value, **fields}


def _shown(field: str) -> str:
    """What a field is called beside `value`, which is the text of every record."""
    return "property" if field == "value" else field


def _plain(value: Any) -> str | int:
    """A field as JSON: names without their final dot, the strings of a TXT record as one."""
    if isinstance(value, dns.name.Name):
        return value.to_text(omit_final_dot=True)
    if isinstance(value, tuple):
        value = b"".join(value)
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return int(value) if isinstance(value, int) else str(value)

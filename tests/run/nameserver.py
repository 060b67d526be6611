"""A small DNS server on loopback, with a zone and bad habits."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

Zone = dict[tuple[str, str], tuple[int, list[str]]]
#: Turns a question, and whether it came over TCP, into bytes to send back; None sends nothing.
Habit = Callable[[dns.message.Message, bool], bytes | None]

ZONE: Zone = {
    ("example.org.", "A"): (300, ["192.0.2.2", "192.0.2.10"]),
    ("example.org.", "AAAA"): (60, ["2001:db8::1"]),
    ("example.org.", "MX"): (3600, ["20 backup.example.org.", "10 mail.example.org."]),
    ("example.org.", "TXT"): (3600, ['"v=spf1 " "-all"', '"ümlaut"']),
    ("example.org.", "NS"): (3600, ["ns.example.org."]),
    ("example.org.", "SOA"): (3600, ["ns.example.org. root.example.org. 2026112401 7200 900 1209600 300"]),
    ("example.org.", "CAA"): (3600, ['0 issue "letsencrypt.org"']),
    ("_sip._tcp.example.org.", "SRV"): (3600, ["10 60 5060 sip.example.org."]),
    ("www.example.org.", "CNAME"): (600, ["example.org."]),
    ("here.example.org.", "A"): (300, ["127.0.0.1"]),
    ("metadata.example.org.", "A"): (300, ["127.0.0.1", "169.254.169.254"]),
    ("2.2.0.192.in-addr.arpa.", "PTR"): (3600, ["example.org."]),
}


def by_zone(question: dns.message.Message, _tcp: bool) -> bytes:  # noqa: FBT001
    """Answer as the zone says, aliases followed."""
    asked = question.question[0]
    answer = dns.message.make_response(question)
    answer.flags |= dns.flags.AA
    name, record = asked.name.to_text(), asked.rdtype.name
    alias = ZONE.get((name, "CNAME"))
    if alias and record != "CNAME":
        answer.answer.append(dns.rrset.from_text(name, alias[0], "IN", "CNAME", *alias[1]))
        name = alias[1][0]
    if found := ZONE.get((name, record)):
        answer.answer.append(dns.rrset.from_text(name, found[0], "IN", record, *found[1]))
    elif name not in {known for known, _ in ZONE}:
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer.to_wire()


def truncating(question: dns.message.Message, tcp: bool) -> bytes:  # noqa: FBT001
    """Answer in full over TCP alone."""
    if tcp:
        return by_zone(question, tcp)
    answer = dns.message.make_response(question)
    answer.flags |= dns.flags.TC
    return answer.to_wire()


def failing(question: dns.message.Message, _tcp: bool) -> bytes:  # noqa: FBT001
    """Answer that it cannot."""
    answer = dns.message.make_response(question)
    answer.set_rcode(dns.rcode.SERVFAIL)
    return answer.to_wire()


def forgetful() -> Habit:
    """Lose the first packet."""
    seen: list[int] = []

    def habit(question: dns.message.Message, _tcp: bool) -> bytes | None:  # noqa: FBT001
        seen.append(question.id)
        return by_zone(question, _tcp) if len(seen) > 1 else None

    return habit


@contextmanager
def naming(habit: Habit, port: int = 0) -> Iterator[int]:
    """A DNS server that treats every question the same way; its port."""
    tcp = socket.create_server(("127.0.0.1", port))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(tcp.getsockname())
    for serve in (_udp, _tcp):
        threading.Thread(target=serve, args=(udp if serve is _udp else tcp, habit), daemon=True).start()
    try:
        yield tcp.getsockname()[1]
    finally:
        for one in (udp, tcp):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


def _udp(listener: socket.socket, habit: Habit) -> None:
    with suppress(OSError):
        while True:
            wire, sender = listener.recvfrom(4096)
            if not wire:
                return
            answer = habit(dns.message.from_wire(wire), False)
            if answer is not None:
                listener.sendto(answer, sender)


def _tcp(listener: socket.socket, habit: Habit) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with connection:
                (length,) = struct.unpack("!H", connection.recv(2))
                answer = habit(dns.message.from_wire(connection.recv(length)), True) or b""
                connection.sendall(struct.pack("!H", len(answer)) + answer)

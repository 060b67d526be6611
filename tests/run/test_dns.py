"""The check type `dns` against a real server on loopback."""

from __future__ import annotations

from contextlib import ExitStack

from tests.run import nameserver
from tests.run.looks import looked, said
from tests.run.nameserver import naming
from tests.sites import Site

RECORDS = {
    "a": ("name: example.org", "rcode: NOERROR, count: 2, values: {equals: [192.0.2.10, 192.0.2.2]}, ttl: 300, authoritative: true, authenticated: false"),
    "aaaa": ("name: example.org., record: AAAA", "values: {equals: ['2001:db8::1']}, server: 127.0.0.1"),
    "mx": ("name: example.org, record: MX", "values: {equals: [10 mail.example.org, 20 backup.example.org]}, records: {'$[0].preference': 10}"),
    "txt": ("name: example.org, record: TXT", "values: {contains_all: ['v=spf1 -all', ümlaut]}"),
    "ns": ("name: example.org, record: NS", "values: {equals: [ns.example.org]}"),
    "soa": ("name: example.org, record: SOA", "records: {'$[0].serial': {gt: 2026010100}}, count: 1"),
    "caa": ("name: example.org, record: CAA", "values: {equals: [0 issue letsencrypt.org]}"),
    "srv": ("name: _sip._tcp.example.org, record: SRV", "values: {equals: [10 60 5060 sip.example.org]}"),
    "ptr": ("name: 192.0.2.2, record: PTR", "values: {equals: [example.org]}"),
    "cname": ("name: www.example.org, record: CNAME", "values: {equals: [example.org]}"),
    "alias": ("name: www.example.org", "count: 2, ttl: 300, records: {'$[?@.type == \"CNAME\"].target': {equals: [example.org]}}"),
    "nowhere": ("name: nowhere.example.org", "rcode: NXDOMAIN, count: 0, values: {exists: false}, ttl: {exists: false}"),
    "no-such-type": ("name: www.example.org, record: CAA", "rcode: NOERROR, count: 1"),
}  # fmt: skip


def test_records(site: Site) -> None:
    """Every type of record is read, in an order of its own."""
    with naming(nameserver.by_zone) as port:
        where = f"server: 127.0.0.1, port: {port}"
        found = looked(
            site, {name: f"dns: {{{ask}, {where}}}, expect: {{{expect}}}" for name, (ask, expect) in RECORDS.items()}
        )
    assert {} == {name: one for name, one in said(found).items() if one[0] != "passed"}


def test_habits(site: Site) -> None:
    """A lost packet is asked again, a long answer over TCP; a server that fails, lies or is silent fails the check in time."""
    rows = {
        "forgetful": (nameserver.forgetful(), "count: 2", "passed", ""),
        "truncating": (nameserver.truncating, "count: 2", "passed", ""),
        "failing": (nameserver.failing, "values: {not: {contains: x}}", "failed", "it selects nothing"),
        "silent": (lambda *_: None, "count: 2", "failed", "did not answer in 3 tries"),
        "garbage": (lambda *_: b"HTTP/1.1 200 OK", "count: 2", "failed", "did not answer in 3 tries"),
        "cut": (lambda question, tcp: b"" if tcp else nameserver.truncating(question, tcp), "count: 2", "failed", "not DNS"),
    }  # fmt: skip
    with ExitStack() as stack:
        ports = {name: stack.enter_context(naming(row[0])) for name, row in rows.items()}
        checks = {
            name: f"timeout: 2s, dns: {{name: example.org, server: 127.0.0.1, port: {ports[name]}}}, expect: {{{row[1]}}}"
            for name, row in rows.items()
        }
        found = looked(site, checks)
    assert {name: row[2] for name, row in rows.items()} == {name: one["verdict"] for name, one in found.items()}
    assert {} == {name: one["reason"] for name, one in found.items() if rows[name][3] not in one["reason"]}
    assert max(one["took_s"] for one in found.values()) < 10


def test_who_may_be_asked(site: Site) -> None:
    """A chosen server must be permitted; else the name must, since the question travels to whoever answers for it."""
    site.settings("{network: [127.0.0.1, 169.254.169.253]}", vars="{where: 192.0.2.1}")
    found = said(
        looked(
            site,
            {
                "server": "dns: {name: 127.0.0.1, server: 192.0.2.1}, expect: {count: 1}",
                "name": "dns: {name: example.org}, expect: {count: 1}",
                "late": 'dns: {name: example.org, server: "${{ vars.where }}"}, expect: {count: 1}',
                "metadata": "dns: {name: example.org, server: 169.254.169.253}, expect: {count: 1}",
                "closed": "dns: {name: example.org, server: 127.0.0.1, port: 1}, expect: {count: 1}",
                "no-name": "dns: {name: a..b, server: 127.0.0.1}, expect: {count: 1}",
            },
        )
    )
    assert {name: one[0] for name, one in found.items()} == {
        "server": "skipped",
        "name": "skipped",
        "late": "error",
        "metadata": "error",
        "closed": "failed",
        "no-name": "error",
    }
    assert "`192.0.2.1` under `network:`" in found["server"][1]
    assert "link-local" in found["metadata"][1]
    assert "Connection refused" in found["closed"][1]
    assert "is not a name that DNS knows" in found["no-name"][1]

"""A machine without a network, or without DNS, in a network of its own: nobody else is blamed."""

from __future__ import annotations

import pytest

from proofbook.errors import Refused
from proofbook.run.policy import permit_address
from tests.run.isolated import isolated
from tests.run.looks import looked, said
from tests.sites import Site

HOSTS = "{files: true, network: [192.0.2.1, 127.0.0.1, example.org, here.example.org, metadata.example.org, nowhere.example.org, bad..name]}"


def each(host: str) -> dict[str, str]:
    """A check of every type that connects, to one host."""
    return {
        "http": f"http: {{url: 'http://{host}:8080/'}}, expect: {{status: 200}}",
        "tls": f"tls: {{host: {host}, port: 8080}}, expect: {{verified: true}}",
        "tcp": f"tcp: {{host: {host}, port: 8080}}, expect: {{reachable: false}}",
        "dns": f"dns: {{name: example.org, server: {host}}}, expect: {{count: 2}}",
        "promql": f"promql: {{url: 'http://{host}:8080', query: up}}, expect: {{series: 1}}",
        "sql": f"sql: {{database: 'postgresql://a:b@{host}:8080/c', query: SELECT 1}}, expect: {{value: 1}}",
    }


def test_no_network(site: Site) -> None:
    """Without any network every check is an error: nothing was looked at, and the gate is inconclusive."""
    site.settings(HOSTS)
    checks = {**each("192.0.2.1"), "own-dns": "dns: {name: example.org}, expect: {count: 2}"}
    # What is refused at once waits for no deadline, unless the machine is busy.
    found = said(looked(site, {name: f"timeout: 30s, {check}" for name, check in checks.items()}, *isolated("offline")))
    assert {name: one for name, one in found.items() if one[0] != "error"} == {}
    assert {name: one for name, one in found.items() if "offline" not in one[1] and "unreachable" not in one[1]} == {}


@pytest.mark.parametrize("scene", ["no DNS server", "silent DNS server"])
def test_no_names(site: Site, scene: str) -> None:
    """Where this machine's own DNS does not answer, checks by name are errors within their deadline."""
    site.settings(HOSTS)
    checks = {**each("example.org"), "own-dns": "dns: {name: example.org}, expect: {count: 2}"}
    found = looked(site, {name: f"timeout: 2s, {check}" for name, check in checks.items()}, *isolated(scene))
    assert {name: one for name, one in said(found).items() if one[0] != "error"} == {}
    assert max(one["took_s"] for one in found.values()) < 10
    words = (
        "this machine's resolver to find example.org",
        "could not look up example.org",
        "this machine's DNS server",
        "no DNS server",
    )
    assert {name: one for name, one in said(found).items() if not any(word in one[1] for word in words)} == {}


def test_names(site: Site) -> None:
    """A name that leads to a metadata address is refused whatever is granted; one that is not there is the target's fault."""
    site.settings(HOSTS)
    checks = {
        f"{host.split('.')[0]}-{name}": f"timeout: 2s, {check}"
        for host in ("metadata.example.org", "nowhere.example.org", "here.example.org", "bad..name")
        for name, check in each(host).items()
    }
    checks["own-dns"] = "dns: {name: example.org}, expect: {count: 2, server: 127.0.0.1}"
    found = said(looked(site, checks, *isolated("DNS server")))
    assert found["own-dns"] == ("passed", "")
    assert {
        one
        for name, one in found.items()
        if name.startswith("metadata") and (one[0] != "error" or "link-local" not in one[1])
    } == set()
    assert {
        one
        for name, one in found.items()
        if name.startswith("nowhere") and (one[0] != "failed" or "has no address" not in one[1])
    } == set()
    assert {one for name, one in found.items() if name.startswith("bad") and one[0] != "error"} == set()
    assert found["here-tcp"] == ("failed", "reachable: expected false, got true")
    assert found["here-dns"][0] == "passed"
    assert found["here-http"][0] == found["here-tls"][0] == "failed"


ALWAYS = ["169.254.169.254", "169.254.0.1", "fe80::1%eth0", "::ffff:169.254.169.254", "fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1"]  # fmt: skip


@pytest.mark.parametrize("address", ALWAYS)
def test_metadata_addresses(address: str) -> None:
    """Where clouds hand out credentials, however it is written."""
    with pytest.raises(Refused, match="refused always"):
        permit_address(address, "some.host")


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "192.0.2.1", "::1", "2001:db8::1", "64:ff9b::c000:201"])
def test_other_addresses(address: str) -> None:
    """All others are left to what is granted."""
    permit_address(address, "some.host")

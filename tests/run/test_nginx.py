"""`http` and `tls` against a real nginx."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import systems
from tests.run import certificates
from tests.run.looks import looked, said
from tests.sites import Site


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """An nginx for all tests; its port, and the one that speaks TLS."""
    folder = tmp_path_factory.mktemp("nginx")
    made = certificates.AUTHORITY.issue_cert("127.0.0.1")
    made.private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    with systems.nginx(folder) as ports:
        yield ports


def test_nginx(site: Site, ports: tuple[int, int]) -> None:
    """What a real server does: packs, redirects, asks for a password, speaks TLS."""
    certificates.write(site.root)
    plain, tls = f"http://127.0.0.1:{ports[0]}", f"https://127.0.0.1:{ports[1]}"
    rows = {
        "health": (f"url: {plain}/health", "status: 200, json: {$.status: ok}, headers: {content-encoding: gzip, server: {starts_with: nginx}}", "passed", ""),
        "as-is": (f"url: {plain}/health, headers: {{Accept-Encoding: identity}}", "json: {$.status: ok}, headers: {content-encoding: {exists: false}}", "passed", ""),
        "moved": (f"url: {plain}/old, follow_redirects: true", "json: {$.status: ok}, redirects: 1, url: {ends_with: /health}", "passed", ""),
        "closed": (f"url: {plain}/closed", "status: 401, headers: {www-authenticate: {contains: closed}}", "passed", ""),
        "opened": (f"url: {plain}/closed, auth: {{basic: {{username: probe, password: s3cret}}}}", "status: 200, body: inside", "passed", ""),
        "wrong": (f"url: {plain}/closed, auth: {{basic: {{username: probe, password: wrong}}}}", "status: 200", "failed", "status: expected 200, got 401"),
        "head": (f"url: {plain}/health, method: HEAD", "status: 200, body: ''", "passed", ""),
        "post": (f"url: {plain}/closed, method: POST, json: {{a: 1}}, auth: {{basic: {{username: probe, password: s3cret}}}}", "status: 405", "passed", ""),
        "secure": (f"url: {tls}/, tls: {{ca: ca.pem}}", "body: secure", "passed", ""),
        "unverified": (f"url: {tls}/", "status: 200", "failed", "certificate does not verify"),
        "not-tls": (f"url: {plain.replace('http', 'https')}/", "status: 200", "failed", "TLS failed"),
        "not-plain": (f"url: {tls.replace('https', 'http')}/", "status: 400", "passed", ""),
    }  # fmt: skip
    checks = {name: f"http: {{{row[0]}}}, expect: {{{row[1]}}}" for name, row in rows.items()}
    checks["tls"] = (
        f"tls: {{host: 127.0.0.1, port: {ports[1]}, ca: ca.pem}}, expect: {{verified: true, hostname_matches: true, protocol: TLSv1.2, days_until_expiry: {{gt: 1}}}}"
    )
    rows["tls"] = ("", "", "passed", "")
    found = said(looked(site, checks))
    assert {} == {name: one for name, one in found.items() if one[0] != rows[name][2] or rows[name][3] not in one[1]}


def test_secrets_stay(site: Site, ports: tuple[int, int]) -> None:
    """A secret goes to the host it is granted to and to no other, by whatever way of asking."""
    site.settings("{files: true, network: [127.0.0.1, localhost]}", secrets="{PASSWORD: {hosts: [localhost]}}")
    word = '"${{ secrets.PASSWORD }}"'
    checks = {
        "http": f"http: {{url: 'http://127.0.0.1:{ports[0]}/closed', auth: {{basic: {{username: probe, password: {word}}}}}}}, expect: {{status: 200}}",
        "there": f"http: {{url: 'http://localhost:{ports[0]}/closed', auth: {{basic: {{username: probe, password: {word}}}}}}}, expect: {{status: 200}}",
        "promql": f"promql: {{url: 'http://127.0.0.1:{ports[0]}', query: up, auth: {{bearer: {word}}}}}, expect: {{series: 1}}",
        "sql": f"sql: {{database: 'postgresql://a@127.0.0.1:{ports[0]}/b', query: SELECT 1, password: {word}}}, expect: {{value: 1}}",
        "dns": f"dns: {{name: {word}, server: 127.0.0.1, port: {ports[0]}}}, expect: {{count: 1}}",
        "tls": f"tls: {{host: 127.0.0.1, port: {ports[1]}, server_name: {word}}}, expect: {{verified: true}}",
    }
    found = said(looked(site, checks, "env", "PASSWORD=s3cret-and-long"))
    assert found.pop("there")[1] == "status: expected 200, got 401"
    assert {} == {
        name: one
        for name, one in found.items()
        if one[0] != "error" or "PASSWORD may not go to 127.0.0.1" not in one[1]
    }

"""The check type `http` against real servers, good and bad."""

from __future__ import annotations

import gzip
import sys
from contextlib import ExitStack

import pytest

from tests.run import certificates, servers
from tests.run.looks import looked, said
from tests.run.servers import serving
from tests.run.test_checks import book
from tests.sites import Site

EXACTLY = "Content-Type: text/plain; charset={}\r\n"


def test_what_is_sent(site: Site) -> None:
    """Method, headers, credentials and body arrive as they are written."""
    site.settings(vars="{token: t0ken}")
    with serving(servers.echo) as base:
        found = looked(
            site,
            {
                "plain": f"http: {{url: '{base}/a?b=c'}}, expect: {{json: {{$.method: GET, $.path: '/a?b=c', $.headers.user-agent: {{starts_with: proofbook/}}}}}}".replace(
                    "$.headers.user-agent", "\"$.headers['user-agent']\""
                ),
                "named": f"http: {{url: '{base}', headers: {{User-Agent: me, X-A: b}}}}, expect: {{json: {{\"$.headers['user-agent']\": me, \"$.headers['x-a']\": b}}}}",
                "basic": f"http: {{url: '{base}', auth: {{basic: {{username: u, password: 'p:ä'}}}}}}, expect: {{json: {{$.headers.authorization: 'Basic dTpwOsOk'}}}}",
                "in-address": f"http: {{url: '{base.replace('://', '://u:p@')}/a'}}, expect: {{json: {{$.headers.authorization: 'Basic dTpw', $.path: /a}}}}",
                "bearer": f"http: {{url: '{base}', auth: {{bearer: '${{{{ vars.token }}}}'}}}}, expect: {{json: {{$.headers.authorization: Bearer t0ken}}}}",
                "json": f"http: {{url: '{base}', method: POST, json: {{a: [1]}}}}, expect: {{json: {{$.method: POST, $.body: '{{\"a\": [1]}}', \"$.headers['content-type']\": application/json}}}}",
                "body": f"http: {{url: '{base}', method: PUT, body: 'ü'}}, expect: {{json: {{$.body: 'Ã¼'}}}}",
                "two-bodies": f"http: {{url: '{base}', body: a, json: b}}, expect: {{status: 200}}",
                "two-senders": f"http: {{url: '{base}', headers: {{authorization: a}}, auth: {{bearer: b}}}}, expect: {{status: 200}}",
                "bad-header": f"http: {{url: '{base}', headers: {{X-A: \"a\\nX-B: b\"}}}}, expect: {{status: 200}}",
                "odd-header": f"http: {{url: '{base}', headers: {{X-A: ü}}}}, expect: {{status: 200}}",
                "bad-address": "http: {url: 'http://127.0.0.1:port/'}, expect: {status: 200}",
                "who-answered": f"http: {{url: '{base}'}}, expect: {{address: 127.0.0.1, http_version: HTTP/1.1, redirects: 0, truncated: false}}",
            },
        )
    assert {name: verdict for name, (verdict, _) in said(found).items() if verdict != "passed"} == {
        "two-bodies": "error",
        "two-senders": "error",
        "bad-header": "error",
        "odd-header": "error",
        "bad-address": "error",
    }
    assert "not both" in found["two-bodies"]["reason"]
    assert "cannot be asked" in found["bad-header"]["reason"]
    assert "a header holds more than ASCII" in found["odd-header"]["reason"]
    assert "is not an address" in found["bad-address"]["reason"]


def test_redirects(site: Site) -> None:
    """Headers stay with the host they were written for; cookies with the check they were given to."""
    with ExitStack() as stack:
        other = stack.enter_context(serving(servers.echo))
        inside, outside, body, ftp, nowhere, cookie, umlaut, no_ascii = (
            stack.enter_context(serving(servers.redirecting(status, location, servers.echo, headers)))
            for status, location, headers in (
                ("302 Found", "/in", ""),
                ("302 Found", f"{other}/out", ""),
                ("307 Temporary Redirect", f"{other}/out", ""),
                ("302 Found", "ftp://127.0.0.1/", ""),
                ("302 Found", "http://127.0.0.1:port/", ""),
                ("302 Found", "/in", "Set-Cookie: seen=yes\r\n"),
                ("302 Found", "/ä", ""),
                ("302 Found", "/in", "Set-Cookie: seen=ü\r\n"),
            )
        )
        asking = "follow_redirects: true, headers: {X-Key: k, Accept: a/b}, auth: {bearer: b}}, expect: {json:"
        key, accept, login = "\"$.headers['x-key']\"", "$.headers.accept", "$.headers.authorization"
        found = looked(
            site,
            {
                "inside": f"http: {{url: '{inside}/', {asking} {{$.path: /in, {key}: k, {login}: Bearer b}}, redirects: 1, url: {{ends_with: /in}}}}",
                "outside": f"http: {{url: '{outside}/', {asking} {{$.path: /out, {key}: {{exists: false}}, {login}: {{exists: false}}, {accept}: a/b}}}}",
                "body": f"http: {{url: '{body}/', method: POST, body: b, follow_redirects: true}}, expect: {{status: 200}}",
                "ftp": f"http: {{url: '{ftp}/', follow_redirects: true}}, expect: {{status: 200}}",
                "nowhere": f"http: {{url: '{nowhere}/', follow_redirects: true}}, expect: {{status: 200}}",
                "left": f"http: {{url: '{inside}/'}}, expect: {{status: 302, headers: {{location: /in}}, redirects: 0}}",
                "left-nowhere": f"http: {{url: '{nowhere}/'}}, expect: {{status: 302}}",
                "umlaut": f"http: {{url: '{umlaut}/', follow_redirects: true}}, expect: {{redirects: 1}}",
                "no-ascii": f"http: {{url: '{no_ascii}/', follow_redirects: true}}, expect: {{redirects: 1}}",
                "cookie": f"http: {{url: '{cookie}/', follow_redirects: true}}, expect: {{json: {{$.headers.cookie: seen=yes}}}}",
                "no-cookie": f"needs: [cookie], http: {{url: '{cookie}/in'}}, expect: {{json: {{$.headers.cookie: {{exists: false}}}}}}",
            },
        )
    wrong = {name: one for name, one in said(found).items() if one[0] != "passed"}
    assert {name: verdict for name, (verdict, _) in wrong.items()} == {
        "body": "error",
        "ftp": "failed",
        "nowhere": "failed",
        "no-ascii": "failed",
    }
    assert "would take the request's body there" in wrong["body"][1]


PACKED = gzip.compress(b'{"a": 1}')
BODIES = {
    "gzip": (servers.answer(body=PACKED, headers="Content-Encoding: gzip\r\n"), "json: {$.a: 1}", "passed", ""),
    "not-gzip": (servers.answer(body=b"plain", headers="Content-Encoding: gzip\r\n"), "status: 200", "failed", "is not packed as"),
    "cut": (servers.answer(body=PACKED[:-9], headers="Content-Encoding: gzip\r\n"), "status: 200", "failed", "before the gzip in it does"),
    "unknown": (servers.answer(body=b"x", headers="Content-Encoding: br\r\n"), "body: x", "passed", ""),
    "idna": (servers.answer(body=b"\xff", headers=EXACTLY.format("idna")), "body: {has_length: 1}", "passed", ""),
    "hex": (servers.answer(body=b"\xff", headers=EXACTLY.format("hex")), "body: {has_length: 1}", "passed", ""),
    "undefined": (servers.answer(body=b"x", headers=EXACTLY.format("undefined")), "body: x", "passed", ""),
    "utf-16": (servers.answer(body="ä".encode("utf-16"), headers=EXACTLY.format("utf-16")), "body: ä", "passed", ""),
    "latin-1": (servers.answer(body=b"\xe4", headers=EXACTLY.format("latin-1")), "body: ä", "passed", ""),
    "lying": (servers.answer(body=b"\xe4\xff", headers=EXACTLY.format("utf-8")), "body: {has_length: 2}", "passed", ""),
    "head-of-gzip": (servers.answer(headers="Content-Encoding: gzip\r\n"), "body: ''", "passed", ""),
    "many-headers": (servers.answer(headers="X: y\r\n" * 30000), "status: 200", "failed", ""),
    "no-http": (lambda connection: connection.sendall(b"SSH-2.0-OpenSSH_9\r\n"), "status: 200", "failed", "127.0.0.1"),
    "hangs-up": (lambda connection: None, "status: 200", "failed", "disconnected"),
}  # fmt: skip


def test_bodies(site: Site) -> None:
    """Packed, lying about its charset, cut off: a body never crashes the check."""
    with ExitStack() as stack:
        bases = {name: stack.enter_context(serving(row[0])) for name, row in BODIES.items()}
        found = said(
            looked(
                site, {name: f"http: {{url: '{bases[name]}'}}, expect: {{{row[1]}}}" for name, row in BODIES.items()}
            )
        )
    assert {name: row[2] for name, row in BODIES.items()} == {name: one[0] for name, one in found.items()}
    assert {} == {name: one for name, one in found.items() if BODIES[name][3] not in one[1]}


HANGS = {
    "silent": (servers.silent, "to answer"),
    "dripping": (servers.dripping, "the rest of the answer, "),
}
MEASURE = "import resource, subprocess, sys; subprocess.run(sys.argv[1:]); open('peak', 'w').write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))"


@pytest.mark.parametrize("name", HANGS)
def test_deadline(site: Site, name: str) -> None:
    """A server that never comes to an end fails the check at its deadline, which names what was waited for."""
    with serving(HANGS[name][0]) as base:
        checks = {f"at-{at}": f"timeout: {at}s, http: {{url: '{base}'}}, expect: {{status: 200}}" for at in (1, 2)}
        found = looked(site, checks)
    for at in (1, 2):
        one = found[f"at-{at}"]
        assert (one["verdict"], at <= one["took_s"] < 10) == ("failed", True)
        assert f"no answer within its deadline of {at} s, while waiting for" in one["reason"]
        assert HANGS[name][1] in one["reason"]


def test_a_gibibyte(site: Site) -> None:
    """Bodies of 1 GiB, sent or unpacked, are cut at 1 MiB and never fill the memory."""
    with serving(servers.gibibyte) as large, serving(servers.bomb) as bomb:
        checks = {
            f"large-{at}": f"http: {{url: '{large}'}}, expect: {{truncated: true, body: {{has_length: 1048576}}}}"
            for at in range(10)
        }
        checks |= {
            f"bomb-{at}": f"http: {{url: '{bomb}'}}, expect: {{truncated: true, body: {{has_length: 1048576}}}}"
            for at in range(10)
        }
        found = looked(site, checks, sys.executable, "-c", MEASURE)
    assert {one["verdict"] for one in found.values()} == {"passed"}
    assert int((site.root / "peak").read_text()) < 200_000


def test_kept_connections(site: Site) -> None:
    """A server that hangs up on a connection kept open is asked again on a new one; a POST is not sent twice."""
    with serving(servers.once_per_connection) as base:
        checks = {
            "first": f"http: {{url: '{base}'}}, expect: {{status: 200}}",
            "second": f"needs: [first], http: {{url: '{base}'}}, expect: {{status: 200}}",
        }
        found = said(looked(site, checks))
        assert {verdict for verdict, _ in found.values()} == {"passed"}
        checks["second"] = f"needs: [first], http: {{url: '{base}', method: POST}}, expect: {{status: 200}}"
        found = said(looked(site, checks))
        assert (found["second"][0], "disconnected" in found["second"][1]) == ("failed", True)


def test_refused_after_the_handshake(site: Site) -> None:
    """TLS 1.3 refuses a client that names itself by no certificate late: as an alert or a reset, by chance; never as a crash."""
    certificates.write(site.root)
    with serving(servers.answer(), certificates.demanding("127.0.0.1")) as url:
        one = f"http: {{url: '{url}', tls: {{ca: ca.pem}}}}, expect: {{status: 200}}"
        found = said(looked(site, {f"no-client-{at}": one for at in range(200)}))
    words = "Connection reset by peer", "Broken pipe", "TLS failed: tlsv13 alert certificate required"
    assert {("failed", f"{url}: {each}") for each in words} >= set(found.values())


def test_certificates(site: Site) -> None:
    """A certificate that does not verify fails the check and says why; what is trusted can be said."""
    certificates.write(site.root)
    with ExitStack() as stack:
        good, expired, other, own, demanding = (
            stack.enter_context(serving(servers.answer(), tls))
            for tls in (
                certificates.issued("127.0.0.1"),
                certificates.issued("127.0.0.1", days=-1),
                certificates.issued("example.org"),
                certificates.self_signed(site.root),
                certificates.demanding("127.0.0.1"),
            )
        )
        plain = stack.enter_context(serving(servers.answer()))
        ca = "tls: {ca: ca.pem"
        rows = {
            "good": (good, f"{ca}}}", "passed", ""),
            "untrusted": (good, "tls: {verify: true}", "failed", "certificate does not verify: unable to get local issuer"),
            "expired": (expired, f"{ca}}}", "failed", "certificate has expired"),
            "wrong-host": (other, f"{ca}}}", "failed", "certificate is not valid for '127.0.0.1'"),
            "self-signed": (own, f"{ca}}}", "failed", "self-signed certificate"),
            "unverified": (expired, "tls: {verify: false}", "passed", ""),
            "unverified-own": (own, "tls: {verify: false}", "passed", ""),
            "client": (demanding, f"{ca}, cert: client.pem}}", "passed", ""),
            "no-client": (demanding, f"{ca}}}", "failed", ""),
            "no-tls": (plain.replace("http", "https"), f"{ca}}}", "failed", "TLS failed"),
            "no-ca": (good, "tls: {ca: nowhere.pem}", "error", "cannot read nowhere.pem"),
            "no-pem": (good, "tls: {ca: mkdocs.yml}", "error", "mkdocs.yml holds no certificate"),
            "outside": (good, "tls: {ca: ../ca.pem}", "error", "leads out of the project"),
            "no-key": (demanding, f"{ca}, cert: ca.pem}}", "error", "are not a client certificate"),
            "locked": (demanding, f"{ca}, cert: client.pem, key: locked.key}}", "error", "are not a client certificate"),
        }  # fmt: skip
        found = said(
            looked(
                site,
                {name: f"http: {{url: '{row[0]}', {row[1]}}}, expect: {{status: 200}}" for name, row in rows.items()},
            )
        )
    assert {name: row[2] for name, row in rows.items()} == {name: one[0] for name, one in found.items()}
    assert {} == {name: one for name, one in found.items() if rows[name][3] not in one[1]}


def test_permission_to_read_what_tls_needs(site: Site) -> None:
    """A check that names a file needs the permission to read files, and says so before the run."""
    site.settings("{files: false, network: [127.0.0.1]}")
    found = said(looked(site, {"a": "http: {url: 'https://127.0.0.1:1/', tls: {ca: ca.pem}}, expect: {status: 200}"}))
    assert (found["a"][0], "add `files: true`" in found["a"][1]) == ("skipped", True)


def test_one_kind_of_credentials(site: Site) -> None:
    """Credentials are a name and a password, or a token; none, or both, is told before anything runs."""
    for auth, words in (("{}", "is empty"), ("{bearer: a, basic: {username: b, password: c}}", "at most 1 key")):
        site.write(one=book(f"{{id: a, http: {{url: 'http://127.0.0.1/', auth: {auth}}}, expect: {{status: 200}}}}"))
        done = site.proofbook("validate")
        assert (done.code, words in done.out + done.err) == (2, True), done

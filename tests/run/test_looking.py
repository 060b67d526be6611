"""One check, looked at in a world that misbehaves."""

from __future__ import annotations

import pytest

from tests.run import servers
from tests.sites import Site

RUNBOOK = """
kind: runbook
id: look
title: Look
steps:
  - id: step
    title: Step
    instructions: Look.
    verify:
      - {check}
"""


def look(site: Site, check: str, code: int) -> dict:
    """Run a site of one check, written as a YAML flow map; its result."""
    site.write(look=RUNBOOK.replace("{check}", check))
    done = site.proofbook("run")
    assert (done.code, done.err.count("Traceback")) == (code, 0), done
    return site.result("look/step")


HTTP = [
    ("answers", servers.answer(body=b'{"a": [1]}'), "{status: 200, json: {$.a: {has_length: 1}}}", "passed", ""),
    ("is wrong", servers.answer("500 Oops"), "{status: 200}", "failed", "status: expected 200, got 500"),
    ("never answers", servers.silent, "{status: 200}", "failed", "no answer within its deadline of 1 s"),
    ("drips", servers.dripping, "{status: 200}", "failed", "no answer within its deadline of 1 s"),
    ("resets", servers.resetting, "{status: 200}", "failed", "peer closed connection"),
    (
        "lies about its charset",
        servers.answer(body=b"\xff", headers="Content-Type: text/plain; charset=nonsense\r\n"),
        "{body: {has_length: 1}}",
        "passed",
        "",
    ),
    ("sends without end", servers.endless, "{body: {has_length: 1048576}}", "passed", ""),
    ("has no such path", servers.answer(body=b"{}"), "{json: {$.b: 1}}", "failed", "it selects nothing"),
    ("speaks no JSON", servers.answer(body=b"<p>"), "{json: {$.b: 1}}", "failed", "it selects nothing"),
    ("sets a header", servers.answer(headers="X-Colour: green\r\n"), "{headers: {x-colour: green}}", "passed", ""),
]


@pytest.mark.parametrize(
    ("behaviour", "expect", "verdict", "reason"), [row[1:] for row in HTTP], ids=[r[0] for r in HTTP]
)
def test_http(site: Site, behaviour: servers.Behaviour, expect: str, verdict: str, reason: str) -> None:
    """Whatever a server does, the check ends in time with a verdict that says what happened."""
    with servers.serving(behaviour) as base:
        limit = "1s" if "deadline of 1 s" in reason else "20s"
        http = f"{{timeout: {limit}, http: {{url: '{base}/'}}, expect: {expect}}}"
        result = look(site, http, int(verdict == "failed"))
    assert (result["verdict"], reason in result["reason"]) == (verdict, True), result["reason"]


def test_nothing_listens(site: Site) -> None:
    """A refused connection is the target's fault: failed, not error."""
    result = look(site, "{http: {url: 'http://127.0.0.1:1/'}, expect: {status: 200}}", 1)
    assert result["verdict"] == "failed"


def test_redirect_to_metadata(site: Site) -> None:
    """A redirect is asked of the policy again; the metadata address is refused even if it were allowed."""
    site.settings("{network: [127.0.0.1, 169.254.169.254]}")
    redirect = servers.answer("302 Found", headers="Location: http://169.254.169.254/latest/\r\n")
    with servers.serving(redirect) as base:
        check = f"{{http: {{url: '{base}/', follow_redirects: true}}, expect: {{status: 200}}}}"
        result = look(site, check, 3)
    assert (result["verdict"], "link-local" in result["reason"]) == ("error", True)


def test_redirects_for_ever(site: Site) -> None:
    """A server that redirects in a circle fails the check."""
    with servers.serving(servers.answer("302 Found", headers="Location: /\r\n")) as base:
        check = f"{{http: {{url: '{base}/', follow_redirects: true}}, expect: {{status: 200}}}}"
        assert "redirects more than" in look(site, check, 1)["reason"]


def test_redirect_to_a_host_not_granted(site: Site) -> None:
    """A redirect to a host that is not granted is refused."""
    with servers.serving(servers.answer("302 Found", headers="Location: http://localhost/\r\n")) as base:
        check = f"{{http: {{url: '{base}/', follow_redirects: true}}, expect: {{status: 200}}}}"
        assert "not granted: to connect to localhost" in look(site, check, 3)["reason"]


def test_flaky(site: Site) -> None:
    """A pass that needed a retry is flaky, and every attempt is kept."""
    with servers.serving(servers.answers("500 Oops", "200 OK")) as base:
        check = f"{{retry: {{attempts: 3, interval: 10ms}}, http: {{url: '{base}/'}}, expect: {{status: 200}}}}"
        result = look(site, check, 0)
    assert (result["verdict"], [a["verdict"] for a in result["attempts"]]) == ("flaky", ["failed", "passed"])


def test_wait_for(site: Site) -> None:
    """What is waited for and comes has simply passed."""
    with servers.serving(servers.answers("500 Oops", "500 Oops", "200 OK")) as base:
        result = look(site, f"{{wait_for: 10s, http: {{url: '{base}/'}}, expect: {{status: 200}}}}", 0)
    assert (result["verdict"], len(result["attempts"])) == ("passed", 1)


def test_wait_for_in_vain(site: Site) -> None:
    """What is waited for and does not come has failed, when the time is over."""
    with servers.serving(servers.answer("500 Oops")) as base:
        result = look(site, f"{{wait_for: 1s, http: {{url: '{base}/'}}, expect: {{status: 200}}}}", 1)
    assert result["verdict"] == "failed"
    assert result["took_s"] < 10


LOCAL = [
    ("command: [python, -c, 'print(6 * 7)']", "{exit_code: 0, stdout: {starts_with: '42'}}", "passed", ""),
    ("command: [python, -c, 'print(1); exit(3)']", "{exit_code: 0}", "failed", "expected 0, got 3"),
    ("command: [python, -c, 'print([1])']", "{json: {'$[0]': 1}}", "passed", ""),
    ("command: [no-such-program]", "{exit_code: 0}", "error", "cannot start 'no-such-program'"),
    ("command: [python, -c, 'print(\"x\" * 3000000)']", "{stdout: {has_length: 1048576}}", "passed", ""),
    (
        "command: [python, -c, 'import os; print(sorted(os.environ))']",
        "{stdout: {not: {contains: CANARY}}}",
        "passed",
        "",
    ),
    ("file: {path: docs/index.md}", "{exists: true, type: file, size: 7, contents: {contains: Test}}", "passed", ""),
    ("file: {path: docs}", "{type: directory}", "passed", ""),
    ("file: {path: nowhere}", "{exists: false}", "passed", ""),
    ("file: {path: nowhere}", "{size: 1}", "failed", "it selects nothing"),
    ("file: {path: ../outside}", "{exists: true}", "error", "leads out of the project"),
    ("file: {path: /etc/passwd}", "{exists: true}", "error", "leads out of the project"),
    ("file: {path: link}", "{exists: true}", "error", "leads out of the project"),
    ("file: {path: .env}", "{exists: true}", "error", "is private"),
    ("file: {path: pipe}", "{type: special}", "passed", ""),
    ("document: {path: pipe, format: json}", "{exists: true}", "error", "not a regular file"),
    ("document: {path: data.json}", "{data: {$.a: 1}}", "passed", ""),
    ("document: {path: data.toml}", "{data: {$.a.b: x}, format: toml}", "passed", ""),
    ("document: {path: mkdocs.yml}", "{data: {$.site_name: Test}}", "passed", ""),
    ("document: {path: nowhere.json}", "{exists: false}", "passed", ""),
    ("document: {path: broken.json}", "{data: {$.a: 1}}", "failed", "not valid JSON"),
    ("document: {path: broken.yaml}", "{data: {$.a: 1}}", "failed", "stands twice"),
    ("document: {path: docs/index.md}", "{data: {$.a: 1}}", "error", "cannot tell the format"),
    ("report: {path: junit.xml}", "{tests: 2, passed: 1, failures: 1, failed_names: {equals: [a.bad]}}", "passed", ""),
    ("report: {path: nowhere.xml}", "{exists: false}", "passed", ""),
    ("report: {path: data.json}", "{tests: 1}", "failed", "is JSON with the keys a"),
    ("tcp: {host: 127.0.0.1, port: 1}", "{reachable: false}", "passed", ""),
]
CODES = {"passed": 0, "failed": 1, "error": 3}


@pytest.mark.parametrize(("check", "expect", "verdict", "reason"), LOCAL)
def test_local(site: Site, check: str, expect: str, verdict: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every local check type tells right from wrong, and both from what it could not look at."""
    monkeypatch.setenv("CANARY", "secret")
    site.file("data.json", '{"a": 1}')
    site.file("data.toml", "[a]\nb = 'x'\n")
    site.file("broken.json", "{")
    site.file("broken.yaml", "a: 1\na: 2\n")
    site.file(".env", "PASSWORD=1")
    site.file(
        "junit.xml",
        "<testsuite tests='9'><testcase name='ok'/><testcase classname='a' name='bad'><failure/></testcase></testsuite>",
    )
    (site.root / "link").symlink_to("/etc/passwd")
    import os

    os.mkfifo(site.root / "pipe")
    result = look(site, f"{{{check}, expect: {expect}}}", CODES[verdict])
    assert (result["verdict"], reason in result["reason"]) == (verdict, True), result["reason"]


def test_tcp_listens(site: Site) -> None:
    """Something that listens is reachable, and the time it took is a fact."""
    with servers.serving(servers.silent) as base:
        port = base.rpartition(":")[2]
        result = look(
            site,
            f"{{tcp: {{host: 127.0.0.1, port: {port}}}, expect: {{reachable: true, duration_ms: {{lt: 1000}}}}}}",
            0,
        )
    assert result["verdict"] == "passed"


STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here', flush=True); time.sleep(60)"
)
ORPHAN = (
    "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(61)']); print('done')"
)


def test_command_that_does_not_end(site: Site) -> None:
    """A program that ignores SIGTERM ends at its deadline all the same."""
    result = look(site, f'{{timeout: 1s, command: [python, -c, "{STUBBORN}"], expect: {{exit_code: 0}}}}', 1)
    assert (result["verdict"], result["took_s"] < 10) == ("failed", True)


def test_grandchild_on_the_pipe(site: Site) -> None:
    """A grandchild that holds the pipe neither delays the check nor outlives it."""
    result = look(site, f'{{command: [python, -c, "{ORPHAN}"], expect: {{stdout: {{contains: done}}}}}}', 0)
    assert (result["verdict"], result["took_s"] < 10) == ("passed", True)
    assert not running("time.sleep(61)")


def running(text: str) -> list[str]:
    """Command lines of living processes that contain a text."""
    import psutil

    lines = (" ".join(process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"]))
    return [line for line in lines if text in line]

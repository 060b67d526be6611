"""Checks outside drills: needs, conditions, environments, permissions, interruption."""

from __future__ import annotations

import signal
import time

from tests.run.test_looking import running
from tests.sites import BIN, Site


def book(*checks: str) -> str:
    """A runbook of one step with these checks."""
    lines = "".join(f"      - {check}\n" for check in checks)
    return f"kind: runbook\nid: book\ntitle: Book\nsteps:\n  - id: one\n    title: One\n    instructions: Look.\n    verify:\n{lines}"


def verdicts(site: Site) -> dict[str, str]:
    """Verdicts by check."""
    return {one["check"]: one["verdict"] for one in site.results["results"]}


def test_needs(site: Site) -> None:
    """What needs something that failed is blocked by it, through any number of others; order in the file is nothing."""
    site.write(
        book=book(
            "{id: third, needs: [second], command: [true], expect: {exit_code: 0}}",
            "{id: second, needs: [first], command: [true], expect: {exit_code: 0}}",
            "{id: first, command: ['false'], expect: {exit_code: 0}}",
            "{id: other, command: ['true'], expect: {exit_code: 0}}",
        ).replace("[true]", "['true']")
    )
    assert site.proofbook("run").code == 1
    assert verdicts(site) == {"first": "failed", "second": "blocked", "third": "blocked", "other": "passed"}
    assert (site.result("third")["cause"], site.result("second")["cause"]) == ("second", "first")


def test_nothing_looked(site: Site) -> None:
    """A run in which nothing was looked at is inconclusive, never ok."""
    site.write(book=book("{id: a, when: {file: nowhere, reason: later}, file: {path: docs}, expect: {exists: true}}"))
    done = site.proofbook("run")
    assert (done.code, "no gating check looked at anything" in done.out) == (3, True)
    assert site.result("a")["reason"] == "later"


def test_skip_until(site: Site) -> None:
    """A skip holds until its date and ends by itself."""
    site.write(
        book=book(
            "{id: then, skip: {reason: broken, until: 2020-01-01}, file: {path: docs}, expect: {exists: true}}",
            "{id: now, skip: {reason: broken, until: 2999-01-01}, file: {path: docs}, expect: {exists: true}}",
        )
    )
    assert site.proofbook("run").code == 0
    assert verdicts(site) == {"then": "passed", "now": "skipped"}


def test_does_not_gate(site: Site) -> None:
    """A failed check that does not gate leaves the gate to the others."""
    site.write(
        book=book(
            "{id: bad, gate: false, file: {path: nowhere}, expect: {exists: true}}",
            "{id: good, file: {path: docs}, expect: {exists: true}}",
        )
    )
    assert site.proofbook("run").code == 0
    assert verdicts(site) == {"bad": "failed", "good": "passed"}


def test_default_permissions(site: Site) -> None:
    """By default files are read and nothing else: no program starts, nothing connects."""
    site.settings("{files: true}").write(
        book=book(
            "{id: program, command: [touch, started], expect: {exit_code: 0}}",
            "{id: net, http: {url: 'http://127.0.0.1:1/'}, expect: {status: 200}}",
            "{id: file, file: {path: docs}, expect: {exists: true}}",
        )
    )
    assert site.proofbook("run").code == 0
    assert verdicts(site) == {"program": "skipped", "net": "skipped", "file": "passed"}
    assert not (site.root / "started").exists()
    assert "add `commands: true` to `allow:`" in site.result("program")["reason"]


def test_files_not_granted(site: Site) -> None:
    """Files too can be refused."""
    site.settings("{files: false}").write(book=book("{id: file, file: {path: docs}, expect: {exists: true}}"))
    assert (site.proofbook("run").code, verdicts(site)) == (3, {"file": "skipped"})


def test_a_host_known_late(site: Site) -> None:
    """A host that only the run knows is refused there: could not look."""
    site.settings("{network: [127.0.0.1]}", vars="{host: localhost}")
    site.write(book=book('{id: late, http: {url: "http://${{ vars.host }}/"}, expect: {status: 200}}'))
    assert (site.proofbook("run").code, verdicts(site)) == (3, {"late": "error"})
    assert "add it under `network:`" in site.result("late")["reason"]


def test_variables_keep_their_type(site: Site) -> None:
    """A scalar that is one reference takes the variable's type; one of the wrong type is our fault, named."""
    site.settings(vars="{port: 1, word: x}")
    site.write(
        book=book(
            '{id: right, tcp: {host: 127.0.0.1, port: "${{ vars.port }}"}, expect: {reachable: false}}',
            '{id: wrong, tcp: {host: 127.0.0.1, port: "${{ vars.word }}"}, expect: {reachable: false}}',
        )
    )
    assert (site.proofbook("run").code, verdicts(site)) == (3, {"right": "passed", "wrong": "error"})
    assert "Expected `int`, got `str` - at `$.port`" in site.result("wrong")["reason"]


def test_default_environment(site: Site) -> None:
    """The services of the settings' environment live for as long as checks need them."""
    site.settings(environment="lab").write(
        lab="""
            kind: environment
            id: lab
            title: Lab
            grade: staging
            ports: [web]
            services:
              - id: web
                command: [python, -m, http.server, --bind, 127.0.0.1, "${{ ports.web }}"]
                ready: {tcp: {host: 127.0.0.1, port: "${{ ports.web }}"}, expect: {reachable: true}}
            """,
        book=book(
            '{id: web-answers, http: {url: "http://127.0.0.1:${{ ports.web }}/"}, expect: {status: 200, duration_ms: {lt: 5000}}}'
        ),
    )
    assert site.proofbook("run").code == 0
    assert (site.result("web-answers")["grade"], site.results["grade"]) == ("staging", "staging")
    assert not running("http.server --bind")


def test_interrupted(site: Site) -> None:
    """Ctrl-C ends a run with 130, with every process it started, and marks the results incomplete."""
    for number in (signal.SIGINT, signal.SIGTERM):
        site.write(
            book=book(
                "{id: quick, file: {path: docs}, expect: {exists: true}}",
                "{id: slow, command: [sleep, '63'], expect: {exit_code: 0}}",
            )
        )
        process = site.start(str(BIN / "proofbook"), "run")
        deadline = time.monotonic() + 20
        while not running("sleep 63") and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(number)
        process.communicate(timeout=10)
        assert (process.returncode, running("sleep 63")) == (130, [])
        assert (site.results["complete"], verdicts(site)) == (False, {"quick": "passed"})


def test_two_runs_at_once(site: Site) -> None:
    """Two runs in one folder leave one whole results file, and both are remembered."""
    site.write(book=book("{id: a, command: [sleep, '0.3'], expect: {exit_code: 0}}"))
    both = [site.start(str(BIN / "proofbook"), "run") for _ in range(2)]
    assert [one.wait(30) for one in both] == [0, 0]
    [one.communicate() for one in both]
    assert verdicts(site) == {"a": "passed"}
    left = sorted((site.root / ".proofbook").iterdir())
    assert [path.name for path in left] == ["history.jsonl", "history.jsonl.lock", "results.json"]
    assert len(left[0].read_text().splitlines()) == 2

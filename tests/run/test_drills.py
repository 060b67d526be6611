"""Drills: actions really executed in an environment started fresh, and taken back."""

from __future__ import annotations

from typing import Any

from tests.run.test_looking import running
from tests.sites import Site

ENVIRONMENT = """
kind: environment
id: lab
title: Lab
grade: lab
disposable: true
ports: [web]
vars: {url: "http://127.0.0.1:${{ ports.web }}", marks: "${{ env.dir }}/marks"}
environ: {MARKS: "${{ env.marks }}"}
services:
  - id: web
    command: [python, -m, http.server, --bind, 127.0.0.1, "${{ ports.web }}"]
    ready: {http: {url: "${{ env.url }}/"}, expect: {status: 200}}
actions:
  break-it: {title: Break it, run: {command: [python, -c, "import os; open(os.environ['MARKS'], 'a').write('fault ')"]}}
"""
RUNBOOK = """
kind: runbook
id: deploy
title: Deploy
inputs: {word: {description: A word, default: forth}}
drills: [{id: drill, environment: lab, faults: [{action: break-it, before: back}]}]
steps:
  - {id: read, title: Read, instructions: Read.}
  - id: forth
    title: Forth
    instructions: Go.
    run: {command: [python, -c, "import os, sys; open(os.environ['MARKS'], 'a').write(sys.argv[1] + ' ')", "${{ inputs.word }}"]}
    verify: [{http: {url: "${{ env.url }}/"}, expect: {status: STATUS}}]
    undo: {command: [python, -c, "import os; open(os.environ['MARKS'], 'a').write('undo ')"]}
  - id: after
    title: After
    instructions: Look.
    verify: [{http: {url: "${{ env.url }}/"}, expect: {status: 200}}]
rollback:
  - id: back
    title: Back
    instructions: Back.
    run: {command: [python, -c, "import os; open(os.environ['MARKS'], 'a').write('back ')"]}
  - id: check-marks
    title: Marks
    instructions: Look.
    run: {command: [python, -c, "import os; print(open(os.environ['MARKS']).read())"]}
"""


def drill(site: Site, code: int, *, environment: str = ENVIRONMENT, runbook: str = RUNBOOK, status: str = "200") -> Any:
    """Run a site of one drill; its result, and every step's status by id."""
    site.write(lab=environment, deploy=runbook.replace("STATUS", status))
    done = site.proofbook("run")
    assert (done.code, done.err.count("Traceback")) == (code, 0), done
    (found,) = site.results["drills"]
    return found, {step["step"]: step["status"] for step in found["steps"]}


def printed(found: Any, step: str) -> str:
    """What the last action of a step printed."""
    (one,) = (one for one in found["steps"] if one["step"] == step)
    text: str = one["actions"][-1]["output"]
    return text


def test_passes(site: Site) -> None:
    """Every step is executed in order with its inputs, faults strike where they are told, then rollback."""
    found, steps = drill(site, 0)
    expected = {
        "read": "not_applicable",
        "forth": "passed",
        "after": "passed",
        "back": "passed",
        "check-marks": "passed",
    }
    assert steps == expected
    assert (found["status"], printed(found, "check-marks")) == ("passed", "forth fault back")
    assert [session["verdict"] for session in site.results["sessions"]] == ["passed"]
    assert not running("http.server --bind")


def test_a_step_that_fails(site: Site) -> None:
    """What comes after is blocked, no fault is injected on top, and the rollback goes on all the same."""
    found, steps = drill(site, 1, status="404")
    expected = {
        "read": "not_applicable",
        "forth": "failed",
        "after": "blocked",
        "back": "blocked",
        "check-marks": "passed",
    }
    assert steps == expected
    assert (found["status"], printed(found, "check-marks")) == ("failed", "forth")
    assert site.result("drill:deploy/after")["cause"] == "deploy/forth"


def test_an_action_that_fails(site: Site) -> None:
    """Its step fails with the exit code and the last line it said; its checks are blocked."""
    runbook = RUNBOOK.replace("import os, sys; open", "import os, sys; sys.exit('no disk'); open")
    found, steps = drill(site, 1, runbook=runbook)
    assert steps["forth"] == "failed"
    assert site.result("drill:deploy/forth")["reason"] == "the action failed: exit code 1: no disk"


def test_an_action_that_hangs(site: Site) -> None:
    """It is killed at its deadline."""
    runbook = RUNBOOK.replace('"${{ inputs.word }}"]}', '"${{ inputs.word }}"], timeout: 500ms}').replace(
        "import os, sys;", "import os, sys, time; time.sleep(62);"
    )
    found, _ = drill(site, 1, runbook=runbook)
    assert "still running after its deadline of 500ms" in found["reason"]
    assert not running("time.sleep(62)")


def test_undo_in_reverse(site: Site) -> None:
    """Without rollback steps, each undo is executed, the last step's first."""
    runbook = RUNBOOK.partition("rollback:")[0].replace(", faults: [{action: break-it, before: back}]", "")
    runbook += """
  - id: last
    title: Last
    instructions: Last.
    run: {command: [python, -c, "pass"]}
    undo: {command: [python, -c, "import os; print(open(os.environ['MARKS']).read())"]}
"""
    found, _ = drill(site, 0, runbook=runbook)
    backs = [(one["step"], one["actions"][0]["role"]) for one in found["steps"] if one["phase"] == "rollback"]
    assert backs == [("last", "undo"), ("forth", "undo")]


def test_a_service_that_is_not_ready(site: Site) -> None:
    """Its environment fails, the drill is blocked by it, and nothing of it was executed."""
    environment = ENVIRONMENT.replace("expect: {status: 200}}", "expect: {status: 418}}\n    ready_within: 4s")
    found, steps = drill(site, 1, environment=environment)
    assert {**dict.fromkeys(steps, "blocked"), "read": "not_applicable"} == steps
    assert found["reason"] == "lab/web did not pass"
    (session,) = site.results["sessions"]
    assert "not ready within 4s: status: expected 418, got 200" in session["reason"]


def test_a_service_that_dies_at_once(site: Site) -> None:
    """Its exit code and its last words are evidence."""
    environment = ENVIRONMENT.replace(
        '-m, http.server, --bind, 127.0.0.1, "${{ ports.web }}"', "-c, \"raise SystemExit('bad config')\""
    )
    drill(site, 1, environment=environment)
    (session,) = site.results["sessions"]
    assert session["services"][0]["reason"] == "it died before it was ready: exit code 1"
    assert session["services"][0]["log"] == "bad config\n"


def test_a_service_that_dies_later(site: Site) -> None:
    """A death during the drill is seen even if no check looked at the service again."""
    environment = ENVIRONMENT.replace(
        "-m, http.server",
        "-c, \"import threading, os, runpy; threading.Timer(1.2, os._exit, [9]).start(); runpy.run_module('http.server', run_name='__main__')\"",
    )
    runbook = RUNBOOK.replace("write('back ')\"", "write('back '); import time; time.sleep(2)\"")
    drill(site, 1, environment=environment, runbook=runbook)
    assert site.results["sessions"][0]["services"][0]["reason"] == "it died: exit code 9"


def test_a_service_that_ignores_sigterm(site: Site) -> None:
    """It is killed with its group when its time to stop is over."""
    stubborn = "-c, \"import signal, runpy; signal.signal(15, signal.SIG_IGN); runpy.run_module('http.server', run_name='__main__')\""
    environment = ENVIRONMENT.replace("-m, http.server", stubborn).replace(
        "    ready:", "    stop_within: 300ms\n    ready:"
    )
    drill(site, 0, environment=environment)
    assert not running("runpy.run_module")


def test_not_granted(site: Site) -> None:
    """Without the grant nothing starts: every mark is skipped and says what would allow it."""
    site.settings("{network: [127.0.0.1]}")
    found, steps = drill(site, 3)
    assert (set(steps.values()), site.results["sessions"]) == ({"skipped"}, [])
    assert found["reason"] == "not granted: to run drills on lab, add `drills: [lab]` to `allow:` in mkdocs.yml"

"""Profiles: what an environment is not for is skipped with a reason, and looked at where it is for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites import Site

LAB = """
    kind: environment
    id: lab
    title: A lab with real servers
    grade: lab
    disposable: true
    profiles: [full]
    services: [{id: sleeper, command: [sleep, "60"]}]
"""
RUNBOOK = """
    kind: runbook
    id: rehearse
    title: Rehearse
    drills: [{id: rehearsal, environment: lab}]
    steps:
      - id: do
        title: Do
        instructions: Do it.
        run: {command: ["true"]}
        verify: [{id: done, command: ["true"], expect: {exit_code: 0}}]
"""
CHECKLIST = """
    kind: checklist
    id: ready
    title: Ready
    sections:
      - id: all
        title: All
        items:
          - {id: lab-answers, title: The lab answers, checks: [{command: [test, -d, "${{ env.dir }}"], expect: {exit_code: 0}}]}
          - {id: here, title: Here, checks: [{command: ["true"], expect: {exit_code: 0}}]}
"""
ELSEWHERE = "needs profile full; this is profile embedded"


@pytest.mark.parametrize(("profile", "status", "reason"), [("embedded", "skipped", ELSEWHERE), ("full", "passed", "")])
def test_an_environment_for_one_profile(tmp_path: Path, profile: str, status: str, reason: str) -> None:
    """Its drills, and checks that use its variables, run there alone; everything else runs in both."""
    site = Site(tmp_path).settings(profile=profile, environment="lab").write(lab=LAB, run=RUNBOOK, ready=CHECKLIST)
    done = site.proofbook("run")
    assert done.code == 0, done.err
    seen = {key: site.result(key)["status"] for key in ("rehearsal:done", "lab-answers", "here")}
    assert seen == {"rehearsal:done": status, "lab-answers": status, "here": "passed"}
    assert site.results["drills"][0]["reason"] == site.result("lab-answers")["reason"] == reason
    assert bool(site.results["sessions"]) == (profile == "full")

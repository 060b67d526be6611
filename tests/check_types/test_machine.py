"""Processes, disks and memory of this machine, as it really is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from proofbook.check_types.machine import Sought
from proofbook.run.machine import find_processes
from tests.run.looks import looked, said
from tests.sites import Site

ALLOW = "{files: true, commands: true, system: true}"


@pytest.fixture
def sleepers(site: Site) -> list[int]:
    """Two processes that only this test has, and one that has ended and nobody asked how."""
    mark = f"pb-{os.getpid()}-{time.monotonic_ns()}"
    code = "import time,sys; print(1, flush=True); time.sleep(60)"
    started = [subprocess.Popen([sys.executable, "-c", code, mark], stdout=subprocess.PIPE) for _ in range(2)]
    for one in started:
        assert one.stdout and one.stdout.readline()
    dead = subprocess.Popen(["true"])
    while psutil.Process(dead.pid).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
    site.settings(ALLOW, vars=f"{{mark: {mark}}}")
    site.file("one.pid", f"{started[0].pid}\n")
    site.file("dead.pid", str(dead.pid))
    yield sorted(one.pid for one in started)
    for one in started:
        one.kill()
        one.communicate()
    dead.wait()


def test_processes(site: Site, sleepers: list[int]) -> None:
    """Found by command line, by file and by both; measured together; zombies are not alive."""
    site.file("wrong.pid", "secret: 5")
    site.file("gone.pid", "4194303")
    found = 'process: {cmdline: "${{ vars.mark }}"}, expect: '
    results = looked(
        site,
        {
            "both": found
            + f"{{running: true, count: 2, pids: {{equals: {sleepers}}}, zombies: 0, rss_bytes: {{gt: 1000000}}, cpu_percent: {{lt: 90}}, threads: 2, oldest_s: {{between: [0, 60]}}, youngest_s: {{ge: 0}}, users: {{has_length: 1}}}}",
            "wrong": found + "{count: 1}",
            "one": 'process: {pid_file: one.pid, cmdline: "${{ vars.mark }}"}, expect: {count: 1}',
            "other": "process: {pid_file: one.pid, name: no-such-name}, expect: {running: false, count: 0}",
            "zombie": "process: {pid_file: dead.pid}, expect: {running: false, zombies: 1}",
            "gone": "process: {pid_file: gone.pid}, expect: {running: false}",
            "no-file": "process: {pid_file: no.pid}, expect: {running: false}",
            "no-number": "process: {pid_file: wrong.pid}, expect: {running: true}",
            "folder": "process: {pid_file: docs}, expect: {running: true}",
            "pattern": "process: {cmdline: 'a('}, expect: {running: true}",
            "measured": "process: {name: no-such-name}, expect: {oldest_s: {gt: 0}}",
        },
    )
    wrong = {
        "wrong": ("failed", "count: expected 1, got 2"),
        "no-number": ("error", "wrong.pid does not hold a process id"),
        "folder": ("error", "docs is not a regular file"),
        "measured": ("failed", "oldest_s: expected more than 0, got nothing (it selects nothing)"),
    }
    seen = said(results)
    assert seen.pop("pattern")[0] == "error"
    assert seen == dict.fromkeys(seen, ("passed", "")) | wrong


@pytest.mark.skipif(sys.platform != "linux", reason="it sets what psutil reads on Linux")
def test_a_clock_that_is_set_between_two_looks(sleepers: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine's boot is dated by its clock; what began two seconds ago began two seconds ago, whatever it shows."""
    mark = next(part for part in psutil.Process(sleepers[0]).cmdline() if part.startswith("pb-"))
    sought = Sought(cmdline=mark)
    assert max(find_processes(sought, Path()).ages) < 60
    boot, now = psutil._pslinux.boot_time, time.time
    monkeypatch.setattr(psutil._pslinux, "boot_time", lambda: boot() + 7200)
    monkeypatch.setattr(time, "time", lambda: now() + 7200)
    assert max(find_processes(sought, Path()).ages) < 60


def test_disk_and_memory(site: Site) -> None:
    """The figures are those that this machine's own tools give."""
    site.settings(ALLOW)
    usage, memory = shutil.disk_usage("/"), psutil.virtual_memory()
    results = looked(
        site,
        {
            "root": f"disk: {{path: /}}, expect: {{exists: true, total_bytes: {usage.total}, free_bytes: {{between: [1, {usage.total}]}}, used_bytes: {{gt: 0}}, used_percent: {{between: [0, 100]}}, inodes_used_percent: {{between: [0, 100]}}}}",
            "project": "disk: {path: docs}, expect: {used_percent: {le: 100}, inodes: {ge: 0}, inodes_free: {ge: 0}}",
            "absent": "disk: {path: nowhere/at/all}, expect: {exists: false}",
            "nul": 'disk: {path: "a\\0b"}, expect: {exists: false}',
            "no-limit": "disk: {path: /proc}, expect: {inodes: 0, inodes_used_percent: 0}",
            "memory": f"memory: {{}}, expect: {{total_bytes: {memory.total}, available_bytes: {{gt: 0}}, available_percent: {{between: [0, 100]}}, used_percent: {{between: [0, 100]}}, swap_used_percent: {{between: [0, 100]}}, swap_used_bytes: {{ge: 0}}, swap_total_bytes: {psutil.swap_memory().total}}}",
        },
    )
    seen = said(results)
    assert seen.pop("nul")[0] == "error"
    assert seen == dict.fromkeys(seen, ("passed", ""))


def test_not_granted(site: Site) -> None:
    """Nothing of the machine is looked at by default; what is skipped says what would allow it."""
    site.file("one.pid", str(os.getpid()))
    checks = {
        "p": "process: {pid_file: one.pid}, expect: {running: true}",
        "d": "disk: {path: /}, expect: {exists: true}",
        "m": "memory: {}, expect: {used_percent: {lt: 100}}",
    }
    results = looked(site, checks)
    reason = "not granted: to look at this machine, add `system: true` to `allow:` in mkdocs.yml"
    assert said(results) == dict.fromkeys(checks, ("skipped", reason))
    assert site.proofbook("run", "--allow", "system").code == 0


def test_nothing_sought(site: Site) -> None:
    """A process that nothing is said of is no question."""
    site.write(
        a="kind: runbook\nid: a\ntitle: A\nsteps:\n  - id: s\n    title: S\n    instructions: Look.\n    verify: [{process: {}, expect: {running: true}}]\n"
    )
    done = site.proofbook("validate")
    assert (done.code, "`process` is empty" in done.err) == (2, True), done

"""Programs and machines that misbehave: no check outlives its deadline by more than a second, and nothing is left."""

from __future__ import annotations

import random
import signal
import time

import psutil

from tests.run.looks import looked
from tests.sites import BIN, Site

FLOOD = "import os; b = b'x' * 65536; [os.write(1, b) for _ in range(16384)]"
ENDLESS = "import os; b = b'x' * 65536\nwhile True: os.write(2, b)"
DEAF = "import signal, time; [signal.signal(n, signal.SIG_IGN) for n in (1, 2, 15)]; time.sleep(60)"


def alive(mark: str) -> list[int]:
    """Processes that were given a mark as an argument."""
    return [one.pid for one in psutil.process_iter(["cmdline"]) if mark in (one.info["cmdline"] or ())]


def test_programs(site: Site) -> None:
    """A gibibyte is read to its end and kept to the limit; what never ends, ends with its deadline."""
    mark = f"pb-{time.monotonic_ns()}"
    for name, text in {"flood": FLOOD, "endless": ENDLESS, "deaf": DEAF}.items():
        site.file(f"{name}.py", text)
    results = looked(
        site,
        {
            "flood": "timeout: 60s, command: [python, flood.py], expect: {exit_code: 0, stdout: {has_length: 1048576}}",
            "endless": f"timeout: 2s, command: [python, endless.py, {mark}], expect: {{exit_code: 0}}",
            "deaf": f"timeout: 2s, plugin: [python, deaf.py, {mark}], expect: {{state: ok}}",
            "shell": f"timeout: 2s, shell: {{script: 'python deaf.py {mark} & wait'}}, expect: {{exit_code: 0}}",
        },
    )
    assert {name: one["verdict"] for name, one in results.items()} == {
        "flood": "passed",
        "endless": "failed",
        "deaf": "failed",
        "shell": "failed",
    }
    assert [name for name in ("endless", "deaf", "shell") if results[name]["took_s"] > 10] == []
    assert alive(mark) == []


def test_signals_at_random_moments(site: Site) -> None:
    """Whenever a run is told to end, it ends, and nothing that it started is left."""
    mark = f"pb-{time.monotonic_ns()}"
    site.file("deaf.py", DEAF)
    looks = "".join(
        f"      - {{id: d{at}, command: [python, deaf.py, {mark}], expect: {{exit_code: 0}}}}\n" for at in range(5)
    )
    site.write(
        a=f"kind: runbook\nid: a\ntitle: A\nsteps:\n  - id: s\n    title: S\n    instructions: Look.\n    verify:\n{looks}"
    )
    chance = random.Random(4)
    for _ in range(3):
        process = site.start(str(BIN / "proofbook"), "run")
        while not alive(mark) and process.poll() is None:
            time.sleep(0.02)
        time.sleep(chance.uniform(0, 0.3))
        process.send_signal(chance.choice((signal.SIGINT, signal.SIGTERM)))
        process.communicate(timeout=15)
        assert (process.returncode, alive(mark)) == (130, [])


def test_results_that_cannot_be_written(site: Site) -> None:
    """On a full disk, or where a file is in the way, a run says so; the results before it are as they were."""
    looked(site, {"a": "matching: {value: 1}, expect: {value: 1}"})
    before = (site.root / ".proofbook/results.json").read_bytes()
    # What measures coverage writes files too, and would fail in the place of the run.
    script = 'unset COVERAGE_PROCESS_CONFIG COVERAGE_PROCESS_START; ulimit -f 0; exec "$0" "$@"'
    full = site.proofbook("run", wrapper=("bash", "-c", script))
    assert (full.code, "cannot be written: File too large" in full.err, "Traceback" in full.err) == (2, True, False), (
        full
    )
    assert [one.read_bytes() for one in (site.root / ".proofbook").glob("*.json")] == [before]
    site.settings(results_file="mkdocs.yml/results.json")
    inside = site.proofbook("run")
    assert (inside.code, "cannot be written" in inside.err, "Traceback" in inside.err) == (2, True, False), inside

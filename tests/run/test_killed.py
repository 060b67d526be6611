"""A run that is killed with SIGKILL leaves nothing behind: what watches it ends what it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from proofbook.run.watchdog import Watchdog, watched, watching
from tests.run.test_checks import book
from tests.sites import BIN, Site

#: Tells its site and its number, starts a child in its group and one that leaves it, and stays.
SERVICE = """
import os, subprocess, sys, time
sleep = [sys.executable, "-c", "import time; time.sleep(600)", os.environ["SITE"]]
subprocess.Popen(sleep)
subprocess.Popen(sleep, start_new_session=True)
open(os.environ["READY"], "w").close()
time.sleep(600)
"""
LAB = """
kind: environment
id: lab
title: Lab
grade: lab
vars: {site: "${{ vars.site }}"}
environ: {SITE: "${{ vars.site }}", READY: "${{ env.dir }}/ready"}
services:
  - id: one
    command: [python, service.py, "${{ vars.site }}"]
    ready: {command: [test, -e, "${{ env.dir }}/ready"], expect: {exit_code: 0}}
"""


def there(text: str) -> list[psutil.Process]:
    """Living processes whose command line contains a text."""
    every = psutil.process_iter(["cmdline", "status"])
    return [one for one in every if text in " ".join(one.info["cmdline"] or []) and one.info["status"] != "zombie"]


def until(fine: Callable[[], bool]) -> bool:
    """Wait for something, patiently; whether it came."""
    for _ in range(600):
        if fine():
            return True
        time.sleep(0.05)
    return fine()


@pytest.fixture
def temporary(tmp_path: Path) -> Iterator[Path]:
    """The folder for temporary files of one run; whatever went wrong, no process of it stays."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    yield folder
    for left in there(str(tmp_path)):
        left.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing finds what has left its group")
def test_killed(site: Site, temporary: Path) -> None:
    """Its services, their children, also one that left the group, the command under way, the folder of the lab."""
    where = str(site.root)
    site.file("service.py", SERVICE)
    site.settings(environment="lab", vars=f"{{site: '{where}'}}").write(
        lab=LAB,
        book=book(
            "{id: slow, timeout: 10m, command: [sh, -c, 'sleep 600; :', '${{ env.site }}'], expect: {exit_code: 0}}"
        ),
    )
    run = site.start(str(BIN / "proofbook"), "run", TMPDIR=str(temporary))
    try:
        assert until(lambda: len(there(where)) == 4), [one.cmdline() for one in there(where)]
        assert [one.name.startswith("proofbook-lab-") for one in temporary.iterdir()] == [True]
        started = psutil.Process(run.pid).children(recursive=True)
    finally:
        os.kill(run.pid, signal.SIGKILL)
        run.communicate(timeout=60)
    assert until(lambda: not there(where)), [one.cmdline() for one in there(where)]
    assert until(lambda: not any(temporary.iterdir()))
    assert until(lambda: not any(one.is_running() and one.status() != "zombie" for one in started)), "the watchdog too"


def test_all_is_well() -> None:
    """What ends by itself leaves no watchdog; where nothing is started, there is none."""
    with watched():
        idle = watching()
    with watched():
        dog = watching()
        assert idle and dog
        dog.start()
        dog.began(1)
        dog.ended(1)
    assert dog._process and dog._process.returncode == 0
    assert idle._process is None


def test_stubborn(tmp_path: Path) -> None:
    """What ignores SIGTERM is killed, and its folder goes; a group that was ended is left alone."""
    folder = tmp_path / "a b 'c"
    folder.mkdir()
    dog = Watchdog()
    dog.folder(tmp_path / "gone")
    dog.start()
    dog.start()
    dog.folder(folder)
    with started("trap '' TERM; echo; exec sleep 600") as stubborn, started("echo; exec sleep 600") as spared:
        with started("echo") as one, started("echo") as another:
            for each in (one, spared, another, stubborn):
                dog.began(each.pid)
            for each in (one, another, spared):
                dog.ended(each.pid)
        dog.ended(1)
        dog.close()
        assert -signal.SIGKILL == stubborn.wait(30)
        assert spared.poll() is None
    assert not any(tmp_path.iterdir())


@contextmanager
def started(script: str) -> Iterator[subprocess.Popen[bytes]]:
    """A shell in a session of its own that has said so; killed in the end."""
    with subprocess.Popen(["sh", "-c", script], stdout=subprocess.PIPE, start_new_session=True) as made:
        assert made.stdout
        made.stdout.read(1)
        try:
            yield made
        finally:
            made.kill()


def test_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a shell, or with a watchdog that was killed, a run goes on as it would without."""
    monkeypatch.setattr("proofbook.run.watchdog.SHELL", "/nowhere/sh")
    assert watching() is None
    with watched():
        dog = watching()
        assert dog
        dog.start()
        dog.began(1)
        dog.ended(1)
    assert watching() is None

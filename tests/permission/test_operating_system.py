"""Without permission nothing starts and nothing connects: the kernel kills what tries, and nothing is killed."""

from __future__ import annotations

import os
import platform
import signal
import sys

import pytest

from tests.permission.seccomp import NUMBERS
from tests.permission.test_nothing_starts import CHECKS, COMMANDS, guarded
from tests.run.test_checks import book
from tests.sites import REPOSITORY, Finished, Site

__all__ = ["guarded"]

CONFINED = (sys.executable, "-m", "tests.permission.seccomp")


def confined(site: Site, module: str, *arguments: str) -> Finished:
    """A module as a program under the filter."""
    return site.program(*CONFINED, module, *arguments, timeout=120, PYTHONPATH=str(REPOSITORY))


@pytest.fixture(autouse=True, scope="module")
def _filtering() -> None:
    """Where the kernel has no such filter nothing is proved here; a CI must have it."""
    known = sys.platform == "linux" and platform.machine() in NUMBERS
    if known and Site(REPOSITORY).program(*CONFINED, "proofbook", "--version", timeout=60).code == 0:
        return
    if os.environ.get("CI") == "true":
        pytest.fail("this CI cannot prove that nothing starts: its kernel has no seccomp")
    pytest.skip("no seccomp here")


@pytest.mark.parametrize("check", [CHECKS[0], CHECKS[4], CHECKS[2]])
def test_the_filter_kills(guarded: Site, check: str) -> None:
    """With permission the same run does not survive: the filter is not blind."""
    guarded.settings("{files: true, commands: true, network: [127.0.0.1]}").write(book=book(check))
    assert -signal.SIGSYS == confined(guarded, "proofbook", "run").code


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_starts(guarded: Site, command: str) -> None:
    """Every command ends as it should."""
    done = confined(guarded, "proofbook", *command.split())
    assert 0 == done.code, done.err
    assert not (guarded.root / "started").exists()


def test_nothing_starts_in_a_build(guarded: Site) -> None:
    """The same for a build by MkDocs."""
    done = confined(guarded, "mkdocs", "build", "-q")
    assert 0 == done.code, done.err

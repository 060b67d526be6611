"""Programs started: against what starts them and nothing else, and against tools that check or show what they did."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.benchmarks.documents import runbook
from tests.benchmarks.measuring import Ratio, pair
from tests.sites import BIN, Site

PROOFBOOK = str(BIN / "proofbook")
CHECK = "command: ['true'], expect: {exit_code: 0}"

TESTINFRA = """
import pytest

@pytest.mark.parametrize("at", range({checks}))
def test_true(host, at):
    assert host.run("true").rc == 0
"""

#: markdown-exec is a formatter of fences.
MARKDOWN_EXEC = """
import markdown
from markdown_exec import formatter, validator

fence = {{"name": "bash", "class": "bash", "validator": validator, "format": formatter}}
text = "```bash exec='1'\\ntrue\\n```\\n\\n" * {checks}
extensions = ["pymdownx.superfences"]
markdown.markdown(text, extensions=extensions, extension_configs={{extensions[0]: {{"custom_fences": [fence]}}}})
"""


def run_commands(folder: Path, checks: int = 1000) -> Ratio:
    """A thousand `command: [true]` checks against xargs starting the same."""
    Site(folder).settings().write(many=runbook(0, checks, CHECK))
    theirs = ["sh", "-c", f"seq {checks} | xargs -P 2 -n 1 /bin/true"]
    ours, other = pair([PROOFBOOK, "run"], theirs, folder, runs=3, figure="wall")
    name = f"run {checks} commands / xargs -P 2"
    return Ratio(name, ours, other, "at most 2", ours / other <= 2, "wall clock, median of 3")


def beside_testinfra(folder: Path, checks: int = 200) -> Ratio:
    """Commands checked by pytest-testinfra on this machine."""
    Site(folder).settings().write(many=runbook(0, checks, CHECK))
    (folder / "test_true.py").write_text(TESTINFRA.format(checks=checks))
    theirs = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "test_true.py"]
    ours, other = pair([PROOFBOOK, "run"], theirs, folder, runs=3, figure="wall")
    return _less(f"run {checks} commands / pytest-testinfra", ours, other)


def beside_markdown_exec(folder: Path, checks: int = 200) -> Ratio:
    """Commands in a page that markdown-exec executes while it is rendered."""
    Site(folder).settings().write(many=runbook(0, checks, CHECK))
    (folder / "render.py").write_text(MARKDOWN_EXEC.format(checks=checks))
    ours, other = pair([PROOFBOOK, "run"], [sys.executable, "render.py"], folder, runs=3, figure="wall")
    return _less(f"run {checks} commands / markdown-exec", ours, other)


def _less(name: str, ours: float, other: float) -> Ratio:
    return Ratio(name, ours, other, "less than 1", ours < other, "wall clock, median of 3")

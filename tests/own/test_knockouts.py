"""Each part of the lab taken away: exactly the right marks are gone, and no others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.sites import Site

ENVIRONMENT = "runbooks/environments/lab.yml"
RUNBOOK = "runbooks/deployment/deploy-blue-green.yml"

BEFORE = ["blue-serves", "papers-before"]
START = ["green-is-ready", "green-measures"]
SWITCH = ["green-answers", "no-request-failed", "blue-stands-by"]
BAD = ["errors-show"]
BACK = ["blue-answers", "errors-stopped"]
GONE = ["green-is-gone"]
EVERY = sorted(BEFORE + START + SWITCH + BAD + BACK + GONE)


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that must be there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def without_service(name: str) -> Callable[[Site], None]:
    """The service never comes up: its program ends at once."""

    def knock(site: Site) -> None:
        lines = (site.root / ENVIRONMENT).read_text().splitlines()
        at = lines.index(f"  - id: {name}")
        lines[at + 2] = "    command: ['false']"
        (site.root / ENVIRONMENT).write_text("\n".join(lines) + "\n")

    return knock


def fault(command: str, before: str) -> Callable[[Site], None]:
    """A fault of our own strikes before a step of the drill."""

    def knock(site: Site) -> None:
        edit(
            site.root / ENVIRONMENT,
            "actions:\n",
            f"actions:\n  knockout: {{title: Knockout, run: {{command: {command}}}}}\n",
        )
        edit(site.root / RUNBOOK, "    faults:\n", f"    faults:\n      - {{action: knockout, before: {before}}}\n")

    return knock


KNOCKOUTS = {
    "blue host": (without_service("blue"), EVERY),
    "green host": (without_service("green"), EVERY),
    "proxy": (without_service("proxy"), EVERY),
    "load generator": (without_service("load"), EVERY),
    "green stopped before the switch": (
        fault("[python, -m, checks.lab, stop, green]", "send-traffic-to-green"),
        [*SWITCH, *BAD],
    ),
    "green stopped under traffic": (
        fault("[python, -m, checks.lab, stop, green]", "watch-the-errors"),
        ["no-request-failed", "blue-stands-by", *BAD],
    ),
    "a bad release is deployed": (
        lambda site: edit(site.root / RUNBOOK, "inputs: {release: v4}", "inputs: {release: v5}"),
        ["no-request-failed", "blue-stands-by", *BAD],
    ),
    "blue stopped before the rollback": (
        fault("[python, -m, checks.lab, stop, blue]", "send-traffic-back-to-blue"),
        BACK,
    ),
    "metrics gone": (
        lambda site: edit(site.root / "checks/lab/hub.py", '"/metrics"', '"/metrix"'),
        ["green-measures", "no-request-failed", "green-answers", "blue-stands-by", *BAD],
    ),
}


@pytest.mark.parametrize("name", KNOCKOUTS)
def test_knockout(copied: Callable[[], Site], name: str) -> None:
    """The marks that depend on the part are gone, every other mark is still there, nothing is left running."""
    knock, lost = KNOCKOUTS[name]
    site = copied()
    knock(site)
    done = site.proofbook("run", timeout=120)
    drilled = [one for one in site.results["results"] if one["drill"]]
    assert sorted(one["check"] for one in drilled) == EVERY
    gone = sorted(one["check"] for one in drilled if one["status"] not in {"passed", "flaky"})
    assert (done.code, gone) == (1, sorted(lost)), done.err
    (drill,) = site.results["drills"]
    assert drill["status"] in {"failed", "blocked"}
    assert [
        process.info for process in psutil.process_iter(["cwd", "cmdline"]) if process.info["cwd"] == str(site.root)
    ] == []

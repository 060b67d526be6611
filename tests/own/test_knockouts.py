"""Each part of the lab taken away: exactly the right marks are gone, and no others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.sites import Site

ENVIRONMENT = "runbooks/environments/lab.yml"
DEPLOY = "runbooks/deployment/deploy-blue-green.yml"
GUARD = "runbooks/deployment/automatic-rollback.yml"
MIGRATE = "runbooks/recovery/roll-back-migration.yml"
RESTORE = "runbooks/recovery/restore-database.yml"
INSTANCE = "runbooks/recovery/instance-outage.yml"
DEPENDENCY = "runbooks/recovery/dependency-outage.yml"
GUESSES = "runbooks/security/brute-force.yml"

BEFORE = ["blue-serves", "papers-before"]
START = ["green-is-ready", "green-measures"]
SWITCH = ["green-answers", "guard-is-armed", "no-request-failed", "blue-stands-by"]
BAD = ["errors-show"]
BACK = ["blue-answers", "errors-stopped"]
GONE = ["green-is-gone"]
EVERY = [*BEFORE, *START, *SWITCH, *BAD, *BACK, *GONE]

Knock = Callable[[Site], None]


def edit(path: str, old: str, new: str) -> Knock:
    """Replace a text that must be there."""

    def knock(site: Site) -> None:
        file = site.root / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))

    return knock


def without_service(name: str) -> Knock:
    """The service never comes up: its program ends at once."""

    def knock(site: Site) -> None:
        lines = (site.root / ENVIRONMENT).read_text().splitlines()
        at = lines.index(f"  - id: {name}")
        lines[at + 2] = "    command: ['false']"
        (site.root / ENVIRONMENT).write_text("\n".join(lines) + "\n")

    return knock


def fault(command: str, before: str) -> Knock:
    """A fault of our own strikes before a step of the drill."""
    action = f"actions:\n  knockout: {{title: Knockout, run: {{command: {command}}}}}\n"
    strikes = f"    faults:\n      - {{action: knockout, before: {before}}}\n"

    def knock(site: Site) -> None:
        edit(ENVIRONMENT, "actions:\n", action)(site)
        edit(DEPLOY, "    faults:\n", strikes)(site)

    return knock


#: The runbook that is drilled, what is knocked out, and the checks that must lose their mark.
KNOCKOUTS: dict[str, tuple[str, Knock, list[str]]] = {
    "blue host": (DEPLOY, without_service("blue"), EVERY),
    "green host": (DEPLOY, without_service("green"), EVERY),
    "proxy": (DEPLOY, without_service("proxy"), EVERY),
    "load generator": (DEPLOY, without_service("load"), EVERY),
    "green stopped before the switch": (
        DEPLOY,
        fault("[python, -m, checks.lab, stop, green]", "send-traffic-to-green"),
        [*SWITCH, *BAD],
    ),
    "green stopped under traffic": (
        DEPLOY,
        fault("[python, -m, checks.lab, stop, green]", "watch-the-errors"),
        ["no-request-failed", "blue-stands-by", *BAD],
    ),
    "blue stopped before the rollback": (
        DEPLOY,
        fault("[python, -m, checks.lab, stop, blue]", "send-traffic-back-to-blue"),
        BACK,
    ),
    "metrics gone": (
        DEPLOY,
        edit("checks/lab/backoffice.py", '"/metrics"', '"/metrix"'),
        ["green-measures", *SWITCH, *BAD],
    ),
    "guard never armed": (
        DEPLOY,
        edit("checks/lab/edge.py", 'guarded=asked.get("guarded") is True', "guarded=False"),
        ["guard-is-armed", "no-request-failed", "blue-stands-by", *BAD],
    ),
    "guard blind to errors": (
        GUARD,
        edit("checks/lab/guard.py", "error_percent: float = 5.0", "error_percent: float = 100.0"),
        ["rollback-on-errors:guard-rolled-back", "rollback-on-errors:users-are-well-again",
         "rollback-on-errors:rolled-back-is-stopped"],
    ),
    "guard blind to latency": (
        GUARD,
        edit("checks/lab/guard.py", "p95_ms: float = 1000.0", "p95_ms: float = 9000.0"),
        ["rollback-on-latency:guard-rolled-back", "rollback-on-latency:users-are-well-again",
         "rollback-on-latency:rolled-back-is-stopped"],
    ),
    "migration that changes papers": (
        MIGRATE,
        edit(
            "checks/lab/migrations/versions/r0004_identifiers.py",
            "def upgrade() -> None:\n",
            'def upgrade() -> None:\n    op.execute("UPDATE papers SET year = 1999 WHERE id = 7")\n',
        ),
        ["migrated", "migrated-same-papers", "still-served", "taken-back", "taken-back-same-papers",
         "migration-unnoticed"],
    ),
    "migration without a way back": (
        MIGRATE,
        edit("checks/lab/migrations/versions/r0004_identifiers.py", 'op.drop_column("papers", "doi")', "pass"),
        ["taken-back", "migration-unnoticed"],
    ),
    "backups in the clear": (
        RESTORE,
        edit("checks/lab/backup.py", "path.write_bytes(nonce + sealed)", "path.write_bytes(nonce + sealed + plain)"),
        ["backup-is-whole", "backup-is-encrypted", "loss-shows", "health-stays", "restored-is-the-same", "ready-again",
         "papers-are-back", "recovery-time", "recovery-point"],
    ),
    "the key of backups open to all": (
        RESTORE,
        edit("checks/lab/backup.py", "0o600)", "0o644)"),
        ["backup-is-encrypted", "loss-shows", "health-stays", "restored-is-the-same", "ready-again", "papers-are-back",
         "recovery-time", "recovery-point"],
    ),
    "applications that go on with a lost file": (
        RESTORE,
        edit("checks/lab/database.py", "            _follow_file(self.engine, self.file)", "            pass"),
        ["loss-shows", "restored-is-the-same", "ready-again", "papers-are-back", "recovery-time", "recovery-point"],
    ),
    "no standby citation index": (
        DEPENDENCY,
        edit("checks/lab/citations.py", "for provider, breaker in self._breakers.items():",
             "for provider, breaker in list(self._breakers.items())[:1]:"),
        ["standby-answers", "breaker-is-open", "outage-unnoticed", "primary-answers-again"],
    ),
    "breaker that never closes again": (
        DEPENDENCY,
        edit("checks/lab/breaker.py", "REST_SECONDS = 3, 2.0", "REST_SECONDS = 3, 600.0"),
        ["primary-answers-again"],
    ),
    "host that does not revive": (
        INSTANCE,
        edit(ENVIRONMENT, ", --revive]", "]"),
        ["instance-was-restarted", "instance-is-back"],
    ),
    "proxy that asks a dead instance": (
        INSTANCE,
        edit("checks/lab/proxy.py", "if not reason.again or", "if True or"),
        ["few-failed", "instance-was-restarted", "instance-is-back"],
    ),
    "no protection against guessing": (
        GUESSES,
        edit("checks/lab/abuse.py", "GUESSES, WITHIN_SECONDS, BLOCK_SECONDS = 5,", "GUESSES, WITHIN_SECONDS, BLOCK_SECONDS = 5000,"),
        ["attacker-is-shut-out", "others-are-not", "refusals-are-audited"],
    ),
    "refusals not audited": (
        GUESSES,
        edit("checks/lab/observed.py", "status in {401, 403, 429}", "status in {999}"),
        ["refusals-are-audited"],
    ),
}  # fmt: skip


def alone(site: Site, runbook: str) -> None:
    """Leave this runbook and its environment; what it covers is asked of it no more."""
    for file in sorted((site.root / "runbooks").rglob("*.yml")):
        if str(file.relative_to(site.root)) not in {runbook, ENVIRONMENT, "runbooks/requirements/phase-4.yml"}:
            file.unlink()


@pytest.mark.parametrize("name", KNOCKOUTS)
def test_knockout(copied: Callable[[], Site], name: str) -> None:
    """The marks that depend on the part are gone, every other mark is still there, nothing is left running."""
    runbook, knock, lost = KNOCKOUTS[name]
    site = copied()
    alone(site, runbook)
    knock(site)
    done = site.proofbook("run", timeout=180)
    drills = {one["drill"] for one in site.results["drills"]}
    gone = sorted(named(one, drills) for one in site.results["results"] if one["status"] not in {"passed", "flaky"})
    assert (done.code, gone) == (1, sorted(lost)), done.err
    assert any(one["status"] in {"failed", "blocked"} for one in site.results["drills"])
    assert left_running(site.root) == []


def named(result: dict[str, str], drills: set[str]) -> str:
    """The check, by its drill too where the runbook has several."""
    return result["check"] if len(drills) == 1 else f"{result['drill']}:{result['check']}"


def left_running(root: Path) -> list[dict[str, object]]:
    """Processes that a run has left in its folder."""
    every = psutil.process_iter(["cwd", "cmdline"])
    return [process.info for process in every if process.info["cwd"] == str(root)]

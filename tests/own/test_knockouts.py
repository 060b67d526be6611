"""Each part of the lab taken away: exactly the right marks are gone, and no others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.sites import Site
from tests.systems import program

ENVIRONMENT = "runbooks/environments/lab.yml"
DEPLOY = "runbooks/deployment/deploy-blue-green.yml"
GUARD = "runbooks/deployment/automatic-rollback.yml"
MIGRATE = "runbooks/recovery/roll-back-migration.yml"
RESTORE = "runbooks/recovery/restore-database.yml"
INSTANCE = "runbooks/recovery/instance-outage.yml"
DEPENDENCY = "runbooks/recovery/dependency-outage.yml"
GUESSES = "runbooks/security/brute-force.yml"
ERRORS = "runbooks/monitoring/high-error-rate.yml"
OUTAGE = "runbooks/monitoring/hub-is-down.yml"

BEFORE = ["blue-serves", "papers-before"]
START = ["green-is-ready", "green-measures"]
SWITCH = ["green-answers", "guard-is-armed", "no-request-failed", "blue-stands-by"]
BAD = ["errors-show"]
BACK = ["blue-answers", "errors-stopped"]
GONE = ["green-is-gone"]
EVERY = [*BEFORE, *START, *SWITCH, *BAD, *BACK, *GONE]

Knock = Callable[[Site], None]

#: The drills of each runbook.
DRILLS = {
    DEPLOY: ["blue-green-under-load"],
    GUARD: ["rollback-on-errors", "rollback-on-latency"],
    MIGRATE: ["migration-there-and-back"],
    RESTORE: ["backup-and-restore"],
    INSTANCE: ["instance-failover"],
    DEPENDENCY: ["dependency-failover"],
    GUESSES: ["guessed-keys"],
    ERRORS: ["errors-are-grouped"],
    OUTAGE: ["outage-and-recovery"],
}


def edit(path: str, old: str, new: str) -> Knock:
    """Replace a text that must be there."""

    def knock(site: Site) -> None:
        file = site.root / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))

    return knock


def both(one: Knock, other: Knock) -> Knock:
    """One after the other."""

    def knock(site: Site) -> None:
        one(site)
        other(site)

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
        ["taken-back"],
    ),
    "backups in the clear": (
        RESTORE,
        edit("checks/lab/backup.py", "path.write_bytes(nonce + sealed)", "path.write_bytes(nonce + sealed + plain)"),
        ["backup-is-whole", "backup-is-encrypted", "loss-shows", "everybody-sees-it", "health-stays", "restored-is-the-same", "ready-again",
         "papers-are-back", "recovery-time", "recovery-point"],
    ),
    "the key of backups open to all": (
        RESTORE,
        edit("checks/lab/backup.py", "0o600)", "0o644)"),
        ["backup-is-encrypted", "loss-shows", "everybody-sees-it", "health-stays", "restored-is-the-same", "ready-again", "papers-are-back",
         "recovery-time", "recovery-point"],
    ),
    "applications that go on with a lost file": (
        RESTORE,
        edit("checks/lab/database.py", "            _follow_file(self.engine, self.file)", "            pass"),
        ["everybody-sees-it", "restored-is-the-same", "ready-again", "papers-are-back", "recovery-time",
         "recovery-point"],
    ),
    "no standby citation index": (
        DEPENDENCY,
        edit("checks/lab/citations.py", "for provider, breaker in self._breakers.items():",
             "for provider, breaker in list(self._breakers.items())[:1]:"),
        ["standby-answers", "primary-answers-again"],
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
        both(
            edit("checks/lab/proxy.py", "if not reason.again or", "if True or"),
            edit("checks/lab/proxy.py", "upstream.up = ", "upstream.up = True or "),
        ),
        ["few-failed"],
    ),
    "no protection against guessing": (
        GUESSES,
        edit("checks/lab/abuse.py", "GUESSES, WITHIN_SECONDS, BLOCK_SECONDS = 5,", "GUESSES, WITHIN_SECONDS, BLOCK_SECONDS = 5000,"),
        ["attacker-is-shut-out", "refusals-are-audited"],
    ),
    "errors not captured": (
        ERRORS,
        edit("checks/lab/tracking.py", "self.captured += 1", 'return "none"'),
        ["errors-are-one-group", "error-says-where", "errors-are-counted", "error-is-resolved"],
    ),
    "errors not grouped": (
        ERRORS,
        edit("checks/lab/tracking.py", ".hexdigest()[:12]", ".hexdigest()[:12] + str(time())"),
        ["errors-are-one-group", "error-says-where", "errors-are-counted", "error-is-resolved"],
    ),
    "errors without who was hit": (
        ERRORS,
        edit("checks/lab/hub.py", '"role": caller.role,', '"role": None,'),
        ["error-says-where", "error-is-resolved"],
    ),
    "uptime probe": (
        OUTAGE,
        without_service("probe"),
        ["probe-noticed", "hub-is-back", "outage-ended", "outage-was-short"],
    ),
    "probe that is always happy": (
        OUTAGE,
        edit("checks/lab/uptime.py", "self.failed += not up", "up = True"),
        ["probe-noticed", "hub-is-back", "outage-ended", "outage-was-short"],
    ),
    "refusals not audited": (
        GUESSES,
        edit("checks/lab/observed.py", "status in {401, 403, 429}", "status in {999}"),
        ["refusals-are-audited"],
    ),
}  # fmt: skip


#: Marks that may go or stay with a part: whether an application that holds on to a lost file shows the loss
#: depends on whether a connection opened before it or after it answers.
EITHER_WAY = {"applications that go on with a lost file": {"loss-shows"}}


@pytest.mark.spread
@pytest.mark.parametrize("name", KNOCKOUTS)
def test_knockout(copied: Callable[[], Site], name: str) -> None:
    """The marks that depend on the part are gone, every other mark is still there, nothing is left running."""
    runbook, knock, lost = KNOCKOUTS[name]
    site = copied()
    knock(site)
    chosen = [part for drill in DRILLS[runbook] for part in ("--drill", drill)]
    done = site.proofbook("run", *chosen, timeout=180)
    looked = [one for one in site.results["results"] if one["drill"] in DRILLS[runbook]]
    gone = sorted(named(one, runbook) for one in looked if one["status"] not in {"passed", "flaky"})
    gone = [one for one in gone if one not in EITHER_WAY.get(name, ())]
    assert (done.code, gone) == (1, sorted(lost)), done.err
    assert any(one["status"] in {"failed", "blocked"} for one in site.results["drills"])
    assert left_running(site.root) == []


def named(result: dict[str, str], runbook: str) -> str:
    """The check, by its drill too where the runbook has several."""
    return result["check"] if len(DRILLS[runbook]) == 1 else f"{result['drill']}:{result['check']}"


def left_running(root: Path) -> list[dict[str, object]]:
    """Processes that a run has left in its folder."""
    every = psutil.process_iter(["cwd", "cmdline"])
    return [process.info for process in every if process.info["cwd"] == str(root)]


#: Outside of drills: what is knocked out, and the checks that must lose their mark.
LOOKED_AT: dict[str, tuple[Knock, list[str]]] = {
    "cache": (
        edit("checks/lab/cache.py", "KEEP_SECONDS = 1.0", "KEEP_SECONDS = -1.0"),
        ["cache-is-counted", "optimisations-gain"],
    ),
    "timing of queries": (
        edit("checks/lab/parts.py", "        self.database.observe = self.metrics.queried\n", ""),
        ["queries-are-timed"],
    ),
    "usage events": (
        edit("checks/lab/usage.py", "        name = NAMES.get((method, route))", "        name = None"),
        ["usage-by-feature", "daily-report", "weekly-report", "monthly-report"],
    ),
    "audit log": (
        edit("checks/lab/observed.py", 'scope["method"] not in READING', "False"),
        ["audit-log-is-sealed"],
    ),
    "seals of the audit log": (
        edit("checks/lab/auditing.py", 'digest=_seal(before or "", entry)', 'digest=_seal(f"{before}?", entry)'),
        ["audit-log-is-sealed"],
    ),
    "roles": (
        edit("checks/lab/access.py", 'OPERATORS = frozenset({"operator", "admin"})', "OPERATORS = ANYBODY"),
        ["role-by-role"],
    ),
    "escaping on the page": (
        edit("checks/lab/home.py", 'value="{escape(text)}"', 'value="{text}"'),
        ["abuse-does-no-harm"],
    ),
    "security headers": (
        edit("checks/lab/observed.py", '"X-Frame-Options": "DENY",', '"X-Frame-Options": "ALLOWALL",'),
        ["headers-are-strict"],
    ),
    "a document": (
        lambda site: (site.root / "docs/operations/backup.md").write_text("# Backup\n\nSoon.\n"),
        ["backup-page-is-complete"],
    ),
    "a requirement's home": (
        edit("runbooks/readiness/production.yml", "covers: [P4-TASK-30]", "covers: [P4-TASK-28]"),
        ["no-requirement-without-a-home"],
    ),
    "a runbook's alert": (
        edit(
            "runbooks/monitoring/slow-answers.yml",
            "alerts: [ResearchHubSlow, ResearchHubPoolExhausted]",
            "alerts: [ResearchHubSlow]",
        ),
        ["alerts-lead-here"],
    ),
    "an alert's runbook address": (
        edit(
            "checks/lab/alerts.rules.yml", "runbook_url: https://researchhub.example/alerts/ResearchHubSlow/", "see: x"
        ),
        ["alerts-lead-here"],
    ),
}


HEARD = ["alert-fires", "alert-arrives", "answers-again", "alert-is-over", "all-clear-arrives"]

#: With the real servers: what is knocked out of the incident's rehearsal, and the checks that must lose their mark.
REHEARSED: dict[str, tuple[Knock, list[str]]] = {
    "a rule that never fires": (
        edit("checks/lab/alerts.rules.yml", 'expr: up{job="researchhub"} == 0', 'expr: up{job="nobody"} == 0'),
        HEARD,
    ),
    "a route for SMS": (
        edit("checks/lab/catcher.py", "/sms', send_resolved", "/nobody', send_resolved"),
        HEARD[1:],
    ),
    "the all-clear by Slack": (
        edit(
            "checks/lab/catcher.py",
            "channel: '#alerts', send_resolved: true",
            "channel: '#alerts', send_resolved: false",
        ),
        ["all-clear-arrives"],
    ),
}


@pytest.mark.spread
@pytest.mark.parametrize("name", REHEARSED)
def test_knockout_of_the_incident(copied: Callable[[], Site], name: str) -> None:
    """The rehearsal with Prometheus and Alertmanager notices what is missing, where it is missing."""
    for server in ("prometheus", "prometheus-alertmanager"):
        program(server, server)
    program("initdb", "postgresql", *(str(path) for path in Path("/usr/lib/postgresql").glob("*/bin")))
    knock, lost = REHEARSED[name]
    site = copied()
    knock(site)
    done = site.proofbook("-f", "mkdocs.full.yml", "run", "--drill", "incident-rehearsed", timeout=240)
    looked = [one for one in site.results["results"] if one["drill"] == "incident-rehearsed"]
    gone = {one["check"] for one in looked if one["status"] not in {"passed", "flaky"}}
    assert (done.code, gone) == (1, set(lost)), done.err
    assert left_running(site.root) == []


@pytest.fixture(scope="module")
def whole(copied: Callable[[], Site]) -> set[str]:
    """The checks that pass outside drills when nothing is missing."""
    site = copied()
    site.proofbook("run", "--no-drills", timeout=120)
    return passing(site)


@pytest.mark.parametrize("name", LOOKED_AT)
def test_knockout_outside_drills(copied: Callable[[], Site], whole: set[str], name: str) -> None:
    """Exactly the checks that look at the part lose their mark."""
    knock, lost = LOOKED_AT[name]
    site = copied()
    knock(site)
    done = site.proofbook("run", "--no-drills", timeout=180)
    assert whole - passing(site) == set(lost), done.err
    assert left_running(site.root) == []


def passing(site: Site) -> set[str]:
    """The gating checks that a run saw pass."""
    gating = [one for one in site.results["results"] if one["gate"]]
    return {one["check"] for one in gating if one["status"] in {"passed", "flaky"}}

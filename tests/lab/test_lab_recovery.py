"""What operators do in trouble, as they do it: commands on real processes, under a light load."""

import asyncio
import json
import os
import signal
from collections.abc import Callable
from typing import Any

import pytest

from checks.lab.guard import Guard
from checks.lab.proxy import Proxy
from checks.lab.settings import Lab
from proofbook.run.ports import free_ports
from tests.lab.conftest import PORTS, RunningLab

Until = Callable[..., None]


@pytest.fixture(scope="module")
def trouble(lab: RunningLab) -> RunningLab:
    """Both colours, which are started again when they die, the third party and its standby, and 40 requests a second."""
    for colour, release in (("blue", "v3"), ("green", "none")):
        lab.start(
            colour, "host", colour, "--release", release, "--revive", port=f"{colour.upper()}_AGENT", path="/status"
        )
    lab.start_proxy()
    lab.start_citations()
    lab.start("probe", "probe", port="PROBE", path="/uptime")
    lab.start_load(rate=40, seconds=300)
    return lab


def said(lab: RunningLab, *command: str) -> dict[str, Any]:
    """What a command prints as JSON."""
    done = lab.run(*command)
    assert 0 == done.returncode, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def edge(lab: RunningLab, path: str, role: str = "operator") -> Any:
    return lab.get("EDGE", path, headers=lab.key(role)).json()


def status(lab: RunningLab) -> dict[str, Any]:
    found: dict[str, Any] = lab.get("ADMIN", "/status").json()
    return found


def test_nothing_was_done_yet(trouble: RunningLab) -> None:
    """What was not done cannot be told."""
    done = trouble.run("last", "restore")
    assert (1, "lab: there was no restore yet\n") == (done.returncode, done.stderr)


def test_backup_lost_and_restored(trouble: RunningLab, until: Until) -> None:
    """Under traffic: backed up, destroyed, seen, restored, served again, with the same contents."""
    assert said(trouble, "back-up", "--phase", "since")["rows"]["papers"] >= 50
    assert "papers.sqlite" in said(trouble, "lose-database", "--phase", "lost")["gone"]
    until(lambda: 503 == trouble.get("EDGE", "/ready").status_code, "the loss to show")
    refused = trouble.get("EDGE", "/papers", headers=trouble.key("reader"))
    assert (503, "keys cannot be looked up now; try again") == (refused.status_code, refused.json()["error"])
    assert said(trouble, "restore", "--phase", "restored")["same"]
    until(lambda: 200 == trouble.get("EDGE", "/ready").status_code, "the database to be back")
    assert said(trouble, "last", "restore")["sha256_restored"] == said(trouble, "last", "backup")["sha256"]
    assert not said(trouble, "inspect-backup")["shows_a_database"]
    assert trouble.phase("lost")["failed"] > 0


def test_migration_there_and_back(trouble: RunningLab) -> None:
    """Under traffic, both ways, without a failed request."""
    trouble.run("phase", "migration")
    for revision, doi in (("0004", True), ("0003", False)):
        assert said(trouble, "migrate", revision)["same"]
        seen = said(trouble, "database")
        assert (revision, doi) == (seen["revision"], "doi" in seen["columns"])
    assert 0 == trouble.phase("migration")["failed"]
    assert 2 == trouble.run("migrate", "9999").returncode


def test_guard_takes_a_bad_release_back(trouble: RunningLab, until: Until) -> None:
    """Nobody asks it to; a good one it lets stay, and goes home when it is accepted."""
    assert 0 == trouble.run("deploy", "green", "v5").returncode
    assert "the guard is armed" in trouble.run("switch", "green", "--guard", "--phase", "guarded").stdout
    until(lambda: status(trouble)["rollbacks"], "the guard to roll back", seconds=20)
    [rollback] = status(trouble)["rollbacks"]
    assert ("green", "blue", "error rate", None) == tuple(rollback[k] for k in ("from", "to", "reason", "refused"))
    assert "researchhub_proxy_rollbacks_total 1.0" in trouble.get("ADMIN", "/metrics").text
    assert 0 == trouble.run("deploy", "green", "v4").returncode
    trouble.run("switch", "green", "--guard")
    assert "green" == status(trouble)["guard"]["watches"]
    assert "green stays; the guard goes home\n" == trouble.run("accept").stdout
    assert None is status(trouble)["guard"]
    trouble.run("switch", "blue")


def test_guard_that_cannot_go_back_says_so(lab: RunningLab) -> None:
    """Nothing listens on blue: the rollback is noted as refused, and traffic stays."""
    nowhere = {f"LAB_{name}": str(port) for name, port in zip(PORTS, free_ports(len(PORTS)), strict=True)}

    async def roll_back() -> dict[str, Any]:
        proxy = Proxy(Lab.from_environ({"LAB_DIR": str(lab.directory), **nowhere}))
        await proxy._roll_back(Guard("green", "blue"), "latency")
        return proxy.status()["rollbacks"][0]

    noted = asyncio.run(roll_back())
    assert ("latency", "blue does not answer /ready: ConnectError; traffic stays at blue") == (
        noted["reason"], noted["refused"],
    )  # fmt: skip


def test_instances_share_and_stand_in(trouble: RunningLab, until: Until) -> None:
    """Both serve; one is killed, comes back by itself, and gets its share again."""
    trouble.run("deploy", "green", "v3")
    assert "blue and green share the traffic\n" == trouble.run("balance", "--phase", "shared").stdout
    until(lambda: len(trouble.phase("shared")["by_colour"]) == 2, "both to serve")
    assert 0 == trouble.run("crash", "blue", "--phase", "crash").returncode
    until(lambda: trouble.get("BLUE_AGENT", "/status").json()["restarts"] == 1, "blue to be started again", seconds=20)
    until(lambda: not status(trouble)["down"] and len(status(trouble)["pool"]) == 2, "blue to be back", seconds=20)
    assert trouble.phase("crash")["failed"] <= 5
    assert "traffic goes to blue and green" in trouble.run("status").stdout
    assert "traffic goes to blue; green drained" in trouble.run("switch", "blue").stdout


@pytest.mark.parametrize("asked", [b"", b"{}", b'{"over": []}', b'{"over": ["red"]}', b"[]"])
def test_bad_orders_to_the_proxy(trouble: RunningLab, asked: bytes) -> None:
    """An order that the proxy cannot read is 422; one that it cannot carry out, 409."""
    assert 422 == trouble.post("ADMIN", "/balance", content=asked).status_code


def test_balance_needs_both(trouble: RunningLab) -> None:
    """A colour that is not ready cannot share the load."""
    trouble.run("stop", "green")
    done = trouble.run("balance")
    assert (1, True) == (done.returncode, "green does not answer /ready" in done.stderr)


def test_third_party_fails_over_and_back(trouble: RunningLab, until: Until) -> None:
    """Primary, standby, stored, and the primary again."""
    assert "primary" == edge(trouble, "/papers/7/citations")["source"]
    trouble.run("mode", "primary", "hangs", "--phase", "dependency")
    until(lambda: edge(trouble, "/papers/7/citations")["source"] == "standby", "the standby", seconds=20)
    trouble.run("mode", "standby", "errors")
    until(lambda: edge(trouble, "/papers/7/citations")["source"] == "stored", "the stored number", seconds=20)
    until(lambda: "closed" not in edge(trouble, "/ready")["dependencies"].values(), "both breakers to open", seconds=20)
    for provider in ("standby", "primary"):
        trouble.run("mode", provider, "well")
    until(lambda: edge(trouble, "/papers/7/citations")["source"] == "primary", "the primary", seconds=20)
    assert (404, 0) == (trouble.get("EDGE", "/papers/x/citations").status_code, trouble.phase("dependency")["failed"])
    assert "no mode 'sulks'" in trouble.run("mode", "primary", "sulks").stderr


def test_attacks_fail(trouble: RunningLab) -> None:
    """Abuse does no harm, every route keeps its roles, and who guesses is shut out while others are served."""
    assert ([], 0) == tuple(said(trouble, "attack", "abuse")[key] for key in ("harmful", "papers_lost"))
    assert [] == said(trouble, "attack", "matrix")["wrong"]
    guessed = said(trouble, "attack", "guess-keys")
    assert (5, 0, 429, 200) == tuple(
        guessed[key] for key in ("guesses_until_blocked", "got_in", "good_key_from_there", "good_key_from_elsewhere")
    )


def test_front_door_with_tls(trouble: RunningLab) -> None:
    """Verified by who trusts the lab's authority, refused by who does not; its key is for its owner alone."""
    assert {"with_the_lab_authority": 200, "without_it": "refused"} == said(trouble, "verify-tls")
    assert 0o600 == (trouble.directory / "edge.key").stat().st_mode & 0o777


def test_errors_are_noted_and_resolved(trouble: RunningLab) -> None:
    """One group for errors of one place, which an operator closes."""
    assert trouble.run("note-errors", "--times", "2").stdout.startswith("2 errors, noted as ")
    assert trouble.run("resolve-errors").stdout.endswith("marked as mended\n")
    assert {True} == {group["resolved"] for group in edge(trouble, "/errors")["groups"]}


def test_outage_is_probed(trouble: RunningLab, until: Until) -> None:
    """The probe sees an application that is frozen, and that it thaws."""
    process = trouble.get("BLUE_AGENT", "/status").json()["pid"]
    os.kill(process, signal.SIGSTOP)
    try:
        until(lambda: trouble.get("PROBE", "/uptime").json()["down"], "the outage", seconds=20)
    finally:
        os.kill(process, signal.SIGCONT)
    until(lambda: not trouble.get("PROBE", "/uptime").json()["down"], "its end", seconds=20)
    assert trouble.get("PROBE", "/uptime").json()["outages"][-1]["ended"]

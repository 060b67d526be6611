"""The claims that the lab is for: what 150 requests a second see of deployments, switches and faults."""

import os
import signal
import time
from collections.abc import Callable
from typing import Any

SETTLE_SECONDS = 1.0


def test_deploy_and_switch_lose_no_request(loaded: Any) -> None:
    """Deploying green, switching to it and stopping blue fails none of the requests that go on meanwhile."""
    for command in (["phase", "cutover"], ["deploy", "green", "v4"], ["smoke", "green"], ["switch", "green"]):
        done = loaded.run(*command)
        assert 0 == done.returncode, done.stderr
    time.sleep(SETTLE_SECONDS)
    assert 0 == loaded.run("stop", "blue").returncode
    time.sleep(SETTLE_SECONDS)
    figures = loaded.phase("cutover")
    assert (0, []) == (figures["failed"], figures["examples"])
    assert figures["requests"] > 100 * (figures["seconds"] - figures["behind_seconds"]) > 0
    assert {"v3", "v4"} == figures["by_release"].keys()
    assert (0.0, figures["seconds"]) == (figures["recovery_seconds"], figures["quiet_seconds"])


def test_refused_switch_loses_no_request(loaded: Any) -> None:
    """Blue is down: the switch is refused, and traffic goes on at green as if nothing had been asked."""
    assert 1 == loaded.run("switch", "blue", "--phase", "refused").returncode
    time.sleep(SETTLE_SECONDS)
    figures = loaded.phase("refused")
    assert (0, {"green"}) == (figures["failed"], figures["by_colour"].keys())
    assert figures["requests"] > 50


def test_bad_release_is_seen_and_rolled_back(loaded: Any) -> None:
    """v5 passes every probe, fails under load, and the failures end with the switch back."""
    assert 0 == loaded.run("deploy", "blue", "v5").returncode
    assert 0 == loaded.run("smoke", "blue").returncode
    assert 0 == loaded.run("switch", "blue", "--phase", "bad").returncode
    time.sleep(SETTLE_SECONDS)
    assert 0 == loaded.run("switch", "green", "--phase", "rollback").returncode
    time.sleep(SETTLE_SECONDS)
    bad, rollback = loaded.phase("bad"), loaded.phase("rollback")
    assert 10 < bad["failed_percent"] < 30
    assert "500 from blue (v5)" in bad["examples"][0]
    assert rollback["recovery_seconds"] < 0.9 and rollback["quiet_seconds"] > 0.5
    assert rollback["failed_percent"] < 10


def test_watch_prints_what_the_load_sees(loaded: Any) -> None:
    """Watching prints lines, each with more requests than the one before, and ends by itself."""
    assert 0 == loaded.run("phase", "watched").returncode
    done = loaded.run("watch", "watched", "--seconds", "1.2")
    lines = done.stdout.splitlines()
    counts = [int(line.split()[2]) for line in lines]
    # How many hangs on how busy this machine is.
    assert (0, True, sorted(set(counts))) == (done.returncode, len(lines) > 1, counts), done
    assert "the load generator refused (HTTP 404)" in loaded.run("watch", "nonsense").stderr


def test_outage_is_counted(loaded: Any) -> None:
    """Without a second colour an application that dies costs requests: nothing hides them."""
    loaded.run("phase", "outage")
    os.kill(loaded.get("GREEN_AGENT", "/status").json()["pid"], signal.SIGKILL)
    time.sleep(0.3)
    assert 502 == loaded.get("EDGE", "/version").status_code
    assert "green did not answer: ConnectError" == loaded.get("EDGE", "/version").json()["error"]
    assert 0 == loaded.run("deploy", "green", "v4").returncode
    time.sleep(SETTLE_SECONDS)
    figures = loaded.phase("outage")
    assert figures["failed"] > 20
    assert {"none", "green"} == figures["by_colour"].keys()
    assert 0.3 < figures["recovery_seconds"] < figures["seconds"] - 0.5


def test_falling_behind_is_told(loaded: Any) -> None:
    """When answers stop, no more than 20 requests wait, and the generator says how late it is."""
    loaded.run("phase", "frozen")
    application = loaded.get("GREEN_AGENT", "/status").json()["pid"]
    os.kill(application, signal.SIGSTOP)
    time.sleep(2)
    os.kill(application, signal.SIGCONT)
    time.sleep(1)
    figures = loaded.phase("frozen")
    assert 0 == figures["failed"]
    assert 1.5 < figures["behind_seconds"] < 6
    assert figures["max_ms"] > 1500


def test_phases_over_http(loaded: Any) -> None:
    """All phases can be listed; a name that is unknown, or none at all, is refused."""
    health = loaded.get("LOAD", "/health").json()
    assert health.pop("phase")["name"] == loaded.get("LOAD", "/phases").json()["phases"][-1]["name"]
    assert {"status": "ok", "sending": True, "rate": 150} == health
    assert "start" == loaded.get("LOAD", "/phases").json()["phases"][0]["name"]
    assert 404 == loaded.get("LOAD", "/phases/nothing").status_code
    assert 422 == loaded.post("LOAD", "/phases/No%20name").status_code
    assert 201 == loaded.post("LOAD", "/phases/some-name").status_code
    assert "phase some-name begins\n" == loaded.run("phase", "some-name").stdout


def test_load_that_is_over_measures_nothing(loaded: Any, until: Callable[..., None]) -> None:
    """Once its time is up the load is down in the status, its last phase stands still, and none begins."""
    assert loaded.stop("load") < 2
    loaded.start_load(rate=50, seconds=1)
    until(lambda: not loaded.get("LOAD", "/health").json()["sending"], "the load to end")
    assert not loaded.phase("start")["running"]
    assert 409 == loaded.post("LOAD", "/phases/too-late").status_code
    done = loaded.run("status")
    assert 1 == done.returncode
    assert "DOWN  load: its time is up" in done.stdout

"""The operator's commands and the hosts, on a deployment of real processes without load."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def test_missing_setting_is_named() -> None:
    """A missing variable is one line that says who sets it, and exit code 2."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith("LAB_")}
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "checks.lab", "status"]
    for extra, expected in (
        ({}, "LAB_DIR is not set"),
        ({"LAB_DIR": "x", "LAB_EDGE": "99999"}, "LAB_EDGE must"),
    ):
        done = subprocess.run(command, cwd=root, env=environ | extra, capture_output=True, text=True, check=False)
        assert (2, "") == (done.returncode, done.stdout)
        assert done.stderr.startswith(f"lab: {expected}")
        assert 1 == done.stderr.count("\n")
        assert "environment `lab`" in done.stderr


def test_parts_that_are_down_are_named(lab: Any) -> None:
    """Before anything runs, status and the other commands say so, without a trace."""
    done = lab.run("status")
    assert 1 == done.returncode
    assert ["DOWN"] * 4 == [line.split()[0] for line in done.stdout.splitlines()]
    for command in (["deploy", "green", "v4"], ["switch", "green"], ["stop", "blue"], ["phase", "x"]):
        done = lab.run(*command)
        assert (1, 1) == (done.returncode, done.stderr.count("\n"))
        assert "does not answer" in done.stderr


def test_status_of_all_parts(deployment: Any) -> None:
    """Blue runs, green is idle, which is not a fault; the load is not there, which is one."""
    done = deployment.run("status")
    lines = done.stdout.splitlines()
    assert ["up", "up", "up", "DOWN"] == [line.split()[0] for line in lines]
    assert "traffic goes to blue" in lines[0]
    assert "blue: v3 runs since" in lines[1]
    assert "green: nothing is deployed" in lines[2]


def test_an_idle_host_says_so(deployment: Any) -> None:
    """The agent of an idle host answers; stopping it again changes nothing."""
    status = deployment.get("GREEN_AGENT", "/status").json()
    assert ("green", None, False, None) == tuple(status[key] for key in ("colour", "release", "running", "pid"))
    assert "green ran nothing, and still does\n" == deployment.run("stop", "green").stdout


def test_switch_to_an_idle_colour_is_refused(deployment: Any) -> None:
    """Traffic stays where it is, and the reason is told."""
    done = deployment.run("switch", "green")
    assert (1, "") == (done.returncode, done.stdout)
    assert "(HTTP 409): green does not answer /ready: ConnectError; traffic stays at blue" in done.stderr
    assert "blue" == deployment.get("EDGE", "/version").json()["colour"]


def test_smoke_of_an_idle_colour_fails(deployment: Any) -> None:
    """Every line says what failed."""
    done = deployment.run("smoke", "green")
    assert 1 == done.returncode
    assert ["FAIL"] * 6 == [line.split()[0] for line in done.stdout.splitlines()]


def test_deploy_is_ready_and_idempotent(deployment: Any) -> None:
    """A deployed release is ready at once; deploying it again leaves the process alone."""
    assert deployment.run("deploy", "green", "v4").stdout.startswith("green runs v4 (ready in ")
    first = deployment.get("GREEN_AGENT", "/status").json()
    assert "ready" == deployment.get("GREEN", "/ready").json()["status"]
    assert "green runs v4 (as it did before)\n" == deployment.run("deploy", "green", "v4").stdout
    assert first == deployment.get("GREEN_AGENT", "/status").json()


def test_smoke_of_a_good_release(deployment: Any) -> None:
    """Six tests pass, straight at the colour that has no traffic."""
    done = deployment.run("smoke", "green")
    assert (0, ["ok"] * 6) == (done.returncode, [line.split()[0] for line in done.stdout.splitlines()])


def test_switch_there_and_back(deployment: Any) -> None:
    """Switching moves the traffic, says so, and is idempotent."""
    assert deployment.run("switch", "green").stdout.startswith("traffic goes to green; blue drained in ")
    assert "traffic goes to green, as it did before\n" == deployment.run("switch", "green").stdout
    assert "v4" == deployment.get("EDGE", "/version").headers["X-Release"]
    assert 0 == deployment.run("switch", "blue").returncode
    assert {"active": "blue", "switches": 2} == {
        key: deployment.get("ADMIN", "/status").json()[key] for key in ("active", "switches")
    }


def test_unknown_release_changes_nothing(deployment: Any) -> None:
    """The agent refuses a release that does not exist, and goes on with what it has."""
    done = deployment.run("deploy", "green", "v9")
    assert (1, 1) == (done.returncode, done.stderr.count("\n"))
    assert "no release 'v9'; known releases: v3, v4, v5, v6" in done.stderr
    assert deployment.get("GREEN_AGENT", "/status").json()["running"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"release": 4}', b"\xff"])
def test_bad_orders_are_refused(deployment: Any, body: bytes) -> None:
    """An order the agent cannot read is 422 with a reason."""
    answer = deployment.post("GREEN_AGENT", "/deploy", content=body)
    assert (422, True) == (answer.status_code, "release" in answer.json()["error"])
    assert 422 == deployment.post("ADMIN", "/switch", json={"to": "red"}).status_code


def test_release_that_cannot_start(deployment: Any) -> None:
    """A release that ends at once fails the deployment with its last words, and nothing is left running."""
    deployment.run("stop", "green")
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", deployment.ports["GREEN"]))
        squatter.listen()
        done = deployment.run("deploy", "green", "v4")
        refused = deployment.post("GREEN_AGENT", "/deploy", json={"release": "v4"}).status_code
    assert (1, 503) == (done.returncode, refused)
    assert "green: v4 ended at once; its last output:" in done.stderr
    assert "Address already in use" in done.stderr
    assert None is deployment.get("GREEN_AGENT", "/status").json()["release"]


def test_crash_is_seen(deployment: Any, until: Callable[..., None]) -> None:
    """An application that ended by itself is down in the status, and can be deployed again."""
    deployment.run("deploy", "green", "v4")
    os.kill(deployment.get("GREEN_AGENT", "/status").json()["pid"], signal.SIGKILL)
    until(lambda: not deployment.get("GREEN_AGENT", "/status").json()["running"], "the crash to be noticed")
    assert "DOWN  green: v4 has ended by itself" in deployment.run("status").stdout
    assert 0 == deployment.run("deploy", "green", "v4").returncode


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_application_outlives_its_host(deployment: Any, until: Callable[..., None], number: int) -> None:
    """However a host ends, it does so within two seconds, and its application with it."""
    if "green" not in deployment.parts:
        deployment.start_host("green", "v4")
    application = deployment.get("GREEN_AGENT", "/status").json()["pid"]
    assert deployment.stop("green", number) < 2
    until(lambda: not alive(application), "the application to end", seconds=2)


def test_taken_port_is_one_line(deployment: Any) -> None:
    """A second proxy does not start, and says why."""
    done = deployment.run("proxy")
    assert (1, 1) == (done.returncode, done.stderr.count("\n"))
    assert "Address already in use" in done.stderr


@pytest.mark.parametrize("arguments", [["load", "--rate", "0"], ["load", "--rate", "501"], ["switch", "red"]])
def test_wrong_usage(deployment: Any, arguments: list[str]) -> None:
    """What the command line does not know is exit code 2."""
    assert 2 == deployment.run(*arguments).returncode


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"

"""What Alertmanager sends is caught, by SMTP and HTTP; its configuration is written first."""

import smtplib
import subprocess
import sys
from email.message import EmailMessage

import pytest
import yaml

from proofbook.run.ports import free_ports
from tests.lab.conftest import ROOT, RunningLab

EXTRA = ("SMTP", "CATCHER", "ALERTMANAGER")


@pytest.fixture(scope="module")
def catching(lab: RunningLab) -> RunningLab:
    lab.ports |= dict(zip(EXTRA, free_ports(len(EXTRA)), strict=True))
    lab.environ |= {f"LAB_{name}": str(lab.ports[name]) for name in EXTRA}
    lab.start("catcher", "catcher", port="CATCHER", path="/caught/nothing")
    return lab


def test_three_routes(catching: RunningLab) -> None:
    """A mail, a message for Slack and one for SMS; the end of an alert is told apart from its beginning."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "[FIRING] ResearchHubDown", "a@example.org", "b@example.org"
    mail.set_content("ResearchHubDown firing https://hub.example/alerts/ResearchHubDown/")
    with smtplib.SMTP("127.0.0.1", catching.ports["SMTP"]) as post:
        post.send_message(mail)
    catching.post("CATCHER", "/slack", json={"text": "ResearchHubDown firing"})
    catching.post("CATCHER", "/sms", json={"status": "resolved", "alert": "ResearchHubDown"})
    seen = catching.get("CATCHER", "/caught/ResearchHubDown").json()
    assert (["email", "slack"], ["sms"], True, 3) == tuple(
        seen[k] for k in ("fired", "resolved", "runbook", "messages")
    )
    assert [] == catching.get("CATCHER", "/caught/Other").json()["fired"]


def test_configurations(catching: RunningLab) -> None:
    """Both files are YAML and name the ports of this lab."""
    prometheus, alertmanager = (
        yaml.safe_load((catching.directory / name).read_text()) for name in ("prometheus.yml", "alertmanager.yml")
    )
    target = prometheus["scrape_configs"][0]["static_configs"][0]["targets"]
    assert [f"127.0.0.1:{catching.ports['BLUE']}"] == target
    assert f"127.0.0.1:{catching.ports['SMTP']}" == alertmanager["global"]["smtp_smarthost"]


def test_a_port_that_this_lab_lacks(lab: RunningLab) -> None:
    """The embedded lab has no catcher: one line says what is missing."""
    environ = {name: value for name, value in lab.environ.items() if name.removeprefix("LAB_") not in EXTRA}
    done = subprocess.run(
        [sys.executable, "-m", "checks.lab", "catcher"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (2, 1) == (done.returncode, done.stderr.count("\n"))
    assert "LAB_SMTP is not set" in done.stderr

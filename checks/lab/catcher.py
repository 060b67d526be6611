"""What Alertmanager sends, caught: mails by SMTP, messages for Slack and for an SMS gateway by HTTP.

It also writes the configuration of Prometheus and Alertmanager before it says that it is ready, so that both are
started as themselves, by their own programs.
"""

import json
from collections import deque
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from time import time
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from checks.lab.serving import json_app, serve
from checks.lab.settings import ADDRESS, Lab, port_of

MOST_CAUGHT = 200
PROMETHEUS = """
global: {{scrape_interval: 1s, evaluation_interval: 1s}}
rule_files: [{rules}]
alerting:
  alertmanagers: [{{static_configs: [{{targets: ['{address}:{alertmanager}']}}]}}]
scrape_configs:
  - job_name: researchhub
    static_configs: [{{targets: ['{address}:{blue}'], labels: {{colour: blue}}}}]
  - job_name: proxy
    static_configs: [{{targets: ['{address}:{admin}']}}]
"""
ALERTMANAGER = """
global: {{smtp_smarthost: '{address}:{smtp}', smtp_from: alerts@researchhub.example, smtp_require_tls: false}}
route: {{receiver: people, group_by: [alertname], group_wait: 1s, group_interval: 1s, repeat_interval: 1h}}
receivers:
  - name: people
    email_configs:
      - {{to: oncall@researchhub.example, send_resolved: true, text: '{words}', html: ''}}
    slack_configs:
      - {{api_url: 'http://{address}:{catcher}/slack', channel: '#alerts', send_resolved: true, text: '{words}'}}
    webhook_configs:
      - {{url: 'http://{address}:{catcher}/sms', send_resolved: true}}
"""
WORDS = "{{ .CommonLabels.alertname }} {{ .Status }} {{ .CommonAnnotations.runbook_url }}"


class Caught:
    """The newest messages, as `route`, `at` and `text`."""

    def __init__(self) -> None:
        self.messages: deque[dict[str, Any]] = deque(maxlen=MOST_CAUGHT)

    def add(self, route: str, text: str) -> None:
        """Keep one."""
        self.messages.append({"route": route, "at": time(), "text": text})

    def about(self, alert: str) -> dict[str, Any]:
        """By which routes the alert came, and by which its end did."""
        told = [one for one in self.messages if alert in one["text"]]
        resolved = [one for one in told if "resolved" in one["text"].lower()]
        fired = [one for one in told if one not in resolved]
        return {
            "alert": alert,
            "fired": sorted({one["route"] for one in fired}),
            "resolved": sorted({one["route"] for one in resolved}),
            "runbook": any(f"/alerts/{alert}/" in one["text"] for one in fired),
            "messages": len(told),
        }

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name for it
        """A mail has come."""
        content = envelope.original_content or b""
        mail = message_from_bytes(content)
        self.add("email", f"{mail['Subject']}\n{_body(mail)}")
        return "250 caught"


def _body(mail: Message) -> str:
    parts = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    return "\n".join(part.decode(errors="replace") for part in parts if isinstance(part, bytes))


async def run_catcher(lab: Lab) -> None:
    """Write the configurations, then catch until told to stop."""
    import asyncio

    caught = Caught()
    smtp, catcher = port_of("LAB_SMTP"), port_of("LAB_CATCHER")
    _configure(lab, smtp=smtp, catcher=catcher, alertmanager=port_of("LAB_ALERTMANAGER"))
    loop = asyncio.get_running_loop()
    mails = await loop.create_server(lambda: SMTP(caught, loop=loop), ADDRESS, smtp)

    async def catch(request: Request) -> Response:
        caught.add(request.path_params["route"], json.dumps(await request.json()))
        return JSONResponse({"caught": True})

    async def show(request: Request) -> Response:
        return JSONResponse(caught.about(request.path_params["alert"]))

    routes = [Route("/{route:str}", catch, methods=["POST"]), Route("/caught/{alert}", show)]
    try:
        await serve([(json_app(routes), catcher)])
    finally:
        mails.close()


def _configure(lab: Lab, *, smtp: int, catcher: int, alertmanager: int) -> None:
    rules = Path(__file__).with_name("alerts.rules.yml")
    texts = {
        "prometheus.yml": PROMETHEUS.format(
            rules=rules, address=ADDRESS, alertmanager=alertmanager, blue=lab.applications["blue"], admin=lab.admin
        ),
        "alertmanager.yml": ALERTMANAGER.format(address=ADDRESS, smtp=smtp, catcher=catcher, words=WORDS),
    }
    for name, text in texts.items():
        (lab.directory / name).write_text(text)

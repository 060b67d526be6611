"""nginx at the front door: the system's own, started as itself; who stands behind it is changed by a reload."""

import os
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path

from checks.lab.errors import LabError
from checks.lab.operate import begin_phase
from checks.lab.settings import ADDRESS, COLOURS, Colour, Lab

PROGRAM_PATH = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin"
# Connections to clients are closed after each answer: a reload would close idle ones while a request is on its way.
CONFIGURATION = """\
{user}daemon off; pid nginx.pid; error_log stderr; worker_processes 1;
events {{}}
http {{
  access_log off; keepalive_timeout 0;
  client_body_temp_path body; proxy_temp_path proxied;
  fastcgi_temp_path unused; uwsgi_temp_path unused; scgi_temp_path unused;
  upstream researchhub {{ include upstream.conf; keepalive 8; }}
  server {{
    listen {address}:{edge};
    location / {{
      proxy_pass http://researchhub;
      proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_connect_timeout 1s; proxy_next_upstream error timeout;
    }}
  }}
}}
"""


def run_front(lab: Lab) -> None:
    """Write its configuration, both colours behind it, and become nginx."""
    program = shutil.which("nginx", path=PROGRAM_PATH)
    if program is None:
        raise LabError("no nginx: install the package nginx-light")
    folder = _folder(lab)
    folder.mkdir(exist_ok=True)
    user = "user root; " if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(CONFIGURATION.format(user=user, address=ADDRESS, edge=lab.edge))
    _write_upstream(lab, COLOURS)
    argv = [program, "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"]
    os.execv(program, argv)  # noqa: S606 - becoming the server is the point


def send_to(lab: Lab, colours: Sequence[Colour], phase: str | None) -> str:
    """Let nginx send requests to these colours alone; first begin the load's phase, if one is named."""
    if phase:
        begin_phase(lab, phase)
    _write_upstream(lab, colours)
    try:
        os.kill(int((_folder(lab) / "nginx.pid").read_text()), signal.SIGHUP)
    except (OSError, ValueError) as error:
        raise LabError(f"nginx cannot be told: {error}") from None
    return f"nginx sends requests to {' and '.join(colours)}"


def _folder(lab: Lab) -> Path:
    return lab.directory / "nginx"


def _write_upstream(lab: Lab, colours: Sequence[Colour]) -> None:
    servers = [f"server {ADDRESS}:{lab.applications[one]} max_fails=1 fail_timeout=2s;\n" for one in colours]
    new = _folder(lab) / "upstream.new"
    new.write_text("".join(servers))
    new.replace(_folder(lab) / "upstream.conf")

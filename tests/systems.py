"""The system's own PostgreSQL, Prometheus, nginx and Redis, each started in a folder of its own on a free port."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from proofbook.run.ports import free_ports
from tests.conftest import lacking


def program(name: str, package: str, *folders: str) -> str:
    """Where a program of the system is; without it the test is skipped, in CI it fails."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", *folders])
    found = shutil.which(name, path=path)
    if found is None:
        lacking(f"{name} (Debian: apt-get install {package})")
    assert found
    return found


def unprivileged() -> str | None:
    """Whom to be where the system's servers refuse to be root; None if we are not."""
    return "nobody" if os.geteuid() == 0 else None


def start(argv: list[str], folder: Path, user: str | None = None) -> subprocess.Popen[bytes]:
    """Start a program in a folder that is its user's; what it says stands in `log`."""
    if user:
        owner = pwd.getpwnam(user)
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid)
        for parent in folder.parents:
            with suppress(PermissionError):
                parent.chmod(parent.stat().st_mode | 0o011)
    with (folder / "log").open("ab") as log:
        environ = {"PATH": os.environ["PATH"]}
        return subprocess.Popen(argv, cwd=folder, user=user, stdout=log, stderr=subprocess.STDOUT, env=environ)


@contextmanager
def running(process: subprocess.Popen[bytes], port: int, folder: Path) -> Iterator[int]:
    """The port of a program, once it takes connections; it is stopped at the end."""
    try:
        for _ in range(300):
            assert process.poll() is None, (folder / "log").read_text()
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait(10)


@contextmanager
def postgres(folder: Path, setup: str = "") -> Iterator[int]:
    """A PostgreSQL with the user `probe` (password `s3cret`) and what `setup` makes, as superuser `boss`."""
    folders = sorted(str(path) for path in Path("/usr/lib/postgresql").glob("*/bin"))
    initdb, server, psql = (program(name, "postgresql", *folders) for name in ("initdb", "postgres", "psql"))
    user, data, [port] = unprivileged(), folder / "data", free_ports(1)
    (folder / "password").write_text("b0ss\n")
    options = ["-U", "boss", "--auth=scram-sha-256", "--pwfile=password", "--no-sync", "-E", "UTF8", "--locale=C"]
    made = start([initdb, "-D", str(data), *options], folder, user)
    assert made.wait(60) == 0, (folder / "log").read_text()
    flags = ["-c", "fsync=off", "-c", f"unix_socket_directories={folder}", "-c", "listen_addresses=127.0.0.1"]
    with running(start([server, "-D", str(data), "-p", str(port), *flags], folder, user), port, folder):
        sql = "CREATE ROLE probe LOGIN PASSWORD 's3cret';" + setup
        address = f"postgresql://boss:b0ss@127.0.0.1:{port}/postgres"
        for _ in range(50):
            done = subprocess.run(
                [psql, "-qX", "-v", "ON_ERROR_STOP=1", address, "-c", sql], capture_output=True, text=True, check=False
            )
            if "starting up" not in done.stderr:
                break
            time.sleep(0.1)
        assert done.returncode == 0, done.stderr
        yield port


PROMETHEUS = """
global: {scrape_interval: 200ms}
scrape_configs:
  - {job_name: itself, static_configs: [{targets: ['127.0.0.1:%d']}]}
  - {job_name: gone, static_configs: [{targets: ['127.0.0.1:1']}]}
"""


@contextmanager
def prometheus(folder: Path) -> Iterator[int]:
    """A Prometheus that watches itself and one target that is not there, once it has seen both."""
    [port] = free_ports(1)
    (folder / "prometheus.yml").write_text(PROMETHEUS % port)
    argv = [program("prometheus", "prometheus"), "--config.file=prometheus.yml", "--storage.tsdb.path=data"]
    process = start([*argv, f"--web.listen-address=127.0.0.1:{port}"], folder, unprivileged())
    with running(process, port, folder):
        for _ in range(100):
            with (
                suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/query?query=count(up)==2", timeout=5) as answer,
            ):
                if b'"2"' in answer.read():
                    break
            time.sleep(0.1)
        yield port


NGINX = """
%(user)s daemon off; pid %(folder)s/pid; error_log stderr; worker_processes 1;
events {}
http {
  access_log off;
  client_body_temp_path %(folder)s/a; proxy_temp_path %(folder)s/b; fastcgi_temp_path %(folder)s/c;
  uwsgi_temp_path %(folder)s/d; scgi_temp_path %(folder)s/e;
  server {
    listen 127.0.0.1:%(port)d;
    gzip on; gzip_types application/json; gzip_min_length 1;
    location = /health { default_type application/json; return 200 '{"status": "ok"}'; }
    location = /old { return 301 /health; }
    location = /closed { auth_basic closed; auth_basic_user_file %(folder)s/users; root %(folder)s; }
  }
  server {
    listen 127.0.0.1:%(tls)d ssl;
    ssl_certificate %(folder)s/server.pem; ssl_certificate_key %(folder)s/server.pem;
    ssl_protocols TLSv1.2;
    location / { return 200 'secure'; }
  }
}
"""


@contextmanager
def nginx(folder: Path) -> Iterator[tuple[int, int]]:
    """An nginx with `/health`, `/old`, `/closed` (probe, s3cret), and TLS 1.2; its two ports. `server.pem` must be there."""
    port, tls = free_ports(2)
    (folder / "closed").write_text("inside")
    (folder / "users").write_text("probe:{PLAIN}s3cret\n")
    (folder / "nginx.conf").write_text(
        NGINX % {"user": "user root;" if os.geteuid() == 0 else "", "folder": folder, "port": port, "tls": tls}
    )
    argv = [program("nginx", "nginx-light"), "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"]
    with running(start(argv, folder), tls, folder):
        yield port, tls


@contextmanager
def redis(folder: Path) -> Iterator[int]:
    """An empty Redis that keeps nothing."""
    [port] = free_ports(1)
    argv = [program("redis-server", "redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with running(start([*argv, "--dir", str(folder)], folder), port, folder):
        yield port

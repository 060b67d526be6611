"""Requests sent: `http` checks against a bare httpx loop, both to the same nginx."""

from __future__ import annotations

import http.server
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import systems
from tests.benchmarks.documents import runbook
from tests.benchmarks.measuring import Ratio, pair, timed
from tests.run import certificates
from tests.sites import BIN, Site

PROOFBOOK = str(BIN / "proofbook")
LOOP = """
import asyncio, httpx, sys
async def main():
    limit = asyncio.Semaphore(int(sys.argv[3]))
    async with httpx.AsyncClient() as client:
        async def one():
            async with limit:
                (await client.get(sys.argv[1])).json()
        await asyncio.gather(*(one() for _ in range(int(sys.argv[2]))))
asyncio.run(main())
"""
#: So many at once; what is best for the loop is what it is measured with.
AT_ONCE = (2, 4, 10, 25)


def run_requests(folder: Path, checks: int = 1000) -> Ratio:
    """Many `http` checks against a bare httpx loop at its best concurrency."""
    check = "http: {url: '%s'}, expect: {json: {$.status: ok}}"
    with answering(folder) as (url, server):
        argv = [sys.executable, "-c", LOOP, url, str(checks)]
        best = min(AT_ONCE, key=lambda at_once: timed([*argv, str(at_once)], folder).wall)
        Site(folder).settings(limits=f"{{per_host: {best}, network: {max(best, 10)}}}").write(
            many=runbook(0, checks, check % url)
        )
        ours, other = pair([PROOFBOOK, "run"], [*argv, str(best)], folder, runs=3, figure="wall")
    name = f"run {checks} requests to {server} / bare httpx loop, {best} at once"
    return Ratio(name, ours, other, "at most 1.3", ours / other <= 1.3, "wall clock, median of 3")


@contextmanager
def answering(folder: Path) -> Iterator[tuple[str, str]]:
    """An address that answers with a little JSON, and what answers: nginx where there is one, else a part of Python."""
    if shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin") is None:
        with plain() as url:
            yield url, "http.server"
        return
    (folder / "nginx").mkdir()
    made = certificates.AUTHORITY.issue_cert("127.0.0.1")
    made.private_key_and_cert_chain_pem.write_to_path(str(folder / "nginx/server.pem"))
    with systems.nginx(folder / "nginx") as (port, _):
        yield f"http://127.0.0.1:{port}/health", "nginx"


@contextmanager
def plain() -> Iterator[str]:
    """A server in this process that answers with a little JSON."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = b'{"status": "ok"}'
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()

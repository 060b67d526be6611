"""No canary survives: not on any path a check can fail by, in no file, report, page, log or line on the terminal."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from tests.run.test_checks import book
from tests.secrets.canaries import EXPECT, LONG, ODD, PLAIN, SAID, SLOWLY, TRACES, Misbehaving, checks
from tests.sites import Site

ALLOW = "{files: true, system: true, network: [127.0.0.1], commands: true, python: true}"
GRANT = "{hosts: [127.0.0.1], commands: true}"
#: A host whose name is the secret may be asked for as well.
NAMED = ("--allow", f"network={PLAIN}.invalid", "--secret", f"PLAIN={PLAIN}.invalid")
REPORTS = ("text", "json", "junit", "sarif", "github", "summary", "markdown", "prometheus")
SECRETS = {"PLAIN": PLAIN, "ODD": ODD}


class Ran(NamedTuple):
    """A site with all of them, run; the results by check, and what was said, by what said it."""

    site: Site
    results: dict[str, dict[str, Any]]
    said: dict[str, str]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Where the server that misbehaves listens."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Misbehaving) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory, port: int) -> Ran:
    """Once for all."""
    site = Site(tmp_path_factory.mktemp("canaries"), measured=False)
    site.settings(allow=ALLOW, secrets=f"{{PLAIN: {GRANT}, ODD: {GRANT}}}")
    site.file("checks/said.py", SAID)
    site.file("slowly.py", SLOWLY)
    site.file("long.py", LONG)
    site.write(book=book(*(json.dumps(_whole(id_, check)) for id_, check in checks(port).items())))
    said = {"run": site.proofbook("run", *NAMED, timeout=300, **SECRETS)}
    seen = {one["check"]: one for one in site.results["results"]}
    for one in REPORTS:
        said[f"report {one}"] = site.proofbook("report", "--report", f"{one}=report.{one}", **SECRETS)
    for id_ in ("http-echoed", "python-raises", "command-cut", "http-no-url"):
        said[f"explain {id_}"] = site.proofbook("explain", id_, **SECRETS)
    said |= {name: site.proofbook(name, **SECRETS) for name in ("plan", "doctor", "list")}
    said["mkdocs"] = site.mkdocs("build", "-v", timeout=300, **SECRETS)
    return Ran(site, seen, {name: done.out + done.err for name, done in said.items()})


def _whole(id_: str, check: dict[str, object]) -> dict[str, object]:
    return {"id": id_, "timeout": "5s", **check, "expect": EXPECT[next(iter(check))]}


def _left(text: str) -> list[str]:
    return [trace for trace in TRACES if trace in text]


def test_none_passed(ran: Ran) -> None:
    """Or it would have been on no path that fails."""
    assert {id_ for id_, one in ran.results.items() if one["verdict"] not in {"failed", "error"}} == set()


@pytest.mark.parametrize("id_", checks(1))
def test_in_the_result(ran: Ran, id_: str) -> None:
    """Verdict, reason, facts, attempts and output."""
    assert _left(json.dumps(ran.results[id_], ensure_ascii=False)) == []


def test_in_what_was_said(ran: Ran) -> None:
    """On the terminal, by every command, and by every reporter."""
    assert [line for text in ran.said.values() for line in text.splitlines() if _left(line)] == []


def test_in_what_was_written(ran: Ran) -> None:
    """Results, history, reports, pages, search index, whatever lies below the site's folder."""
    files = [path for path in ran.site.root.rglob("*") if path.is_file()]
    texts = {str(path.relative_to(ran.site.root)): path.read_text(errors="replace") for path in files}
    assert {name: left for name, text in texts.items() if (left := _left(text))} == {}

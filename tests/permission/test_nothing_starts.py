"""Without permission nothing starts and nothing connects, as the interpreter itself sees it."""

from __future__ import annotations

import sys

import pytest

from tests.run.test_checks import book
from tests.sites import Site

#: Writes down every program started and every name or address asked for, in this process and all its threads.
WATCHED = """
import sys
KINDS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn",
         "socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname")
def note(event, arguments):
    if event in KINDS:
        said = arguments[0] if event == "subprocess.Popen" else ""
        with open("events", "a") as file:
            file.write(f"{event} {said}\\n")
sys.addaudithook(note)
"""
PROOFBOOK = WATCHED + "from proofbook.cli import main\nmain(sys.argv[1:])\n"
MKDOCS = WATCHED + "from mkdocs.__main__ import cli\ncli(sys.argv[1:])\n"
CHECKS = (
    "{id: program, command: [touch, started], expect: {exit_code: 0}}",
    "{id: shell, shell: {script: 'touch started'}, expect: {exit_code: 0}}",
    "{id: web, http: {url: 'http://127.0.0.1:1/'}, expect: {status: 200}}",
    "{id: name, dns: {name: example.org}, expect: {rcode: NOERROR}}",
    "{id: port, tcp: {host: 127.0.0.1, port: 1}, expect: {reachable: true}}",
    "{id: file, file: {path: docs}, expect: {exists: true}}",
)
COMMANDS = ["validate", "plan", "list", "explain program", "decide launch", "report", "schema runbook", "run"]


@pytest.fixture
def guarded(site: Site) -> Site:
    """A site with checks of many kinds, a drill and the default permissions, and results to decide from."""
    drilled = """
        kind: runbook
        id: deploy
        title: Deploy
        drills: [{id: rehearsal, environment: lab}]
        steps:
          - {id: act, title: Act, instructions: Act., run: {command: [touch, started]}}
        """
    lab = """
        kind: environment
        id: lab
        title: Lab
        grade: lab
        disposable: true
        services: [{id: one, command: [touch, started]}]
        """
    launch = """
        kind: checklist
        id: launch
        title: Launch
        sections:
          - id: all
            title: All
            items: [{id: item, title: Item, checks: [{file: {path: docs}, expect: {exists: true}}]}]
        """
    site.file("checks/bad.py", "open('started', 'w')\n")
    site.settings("{files: true}").write(book=book(*CHECKS), deploy=drilled, lab=lab, launch=launch)
    site.proofbook("run")
    return site


def events(site: Site, program: str, *arguments: str) -> tuple[list[str], int]:
    """What a program started and asked of the network, and its exit code."""
    (site.root / "events").write_text("")
    done = site.program(sys.executable, "-c", program, *arguments, timeout=120)
    assert "Traceback" not in done.err, done.err
    assert not (site.root / "started").exists()
    return (site.root / "events").read_text().splitlines(), done.code


def test_the_watch_sees(guarded: Site) -> None:
    """With permission the same watch sees programs and connections: it is not blind."""
    guarded.settings("{files: true, commands: true, network: [127.0.0.1]}")
    guarded.write(book=book("{id: program, command: ['true'], expect: {exit_code: 0}}", CHECKS[4]))
    seen, _ = events(guarded, PROOFBOOK, "run")
    assert {"subprocess.Popen true", "socket.connect "} <= set(seen)


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_starts(guarded: Site, command: str) -> None:
    """Nothing starts and nothing connects; a run asks git alone where its documents come from."""
    seen, code = events(guarded, PROOFBOOK, *command.split())
    assert 0 == code
    assert set(seen) <= ({"subprocess.Popen git"} if command == "run" else set())


def test_nothing_starts_in_a_build(guarded: Site) -> None:
    """The same for a build by MkDocs."""
    seen, code = events(guarded, MKDOCS, "build", "-q")
    assert (0, True) == (code, set(seen) <= {"subprocess.Popen git"})

"""What a run shows while it goes on, on a terminal and in a log."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import time
from threading import Thread

import pytest

from proofbook.cli.progress import plain
from proofbook.disarming import one_line, visible
from proofbook.model.events import Began, Ended
from proofbook.model.status import Status
from tests.run.test_checks import book
from tests.sites import BIN, Site, clean_environ


def on_a_terminal(site: Site, *argv: str) -> tuple[str, int]:
    """What a program draws on a terminal, and its exit code."""
    ours, theirs = pty.openpty()
    environ = clean_environ(TERM="xterm", COLUMNS="100", LINES="30")
    process = subprocess.Popen(argv, cwd=site.root, env=environ, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    drawn = bytearray()

    def read() -> None:
        while True:
            try:
                drawn.extend(os.read(ours, 65536))
            except OSError:  # the program has closed its end
                return

    reader = Thread(target=read)
    reader.start()
    code = process.wait(30)
    reader.join(5)
    os.close(ours)
    return drawn.decode(), code


SLOW = "{id: tedious, command: [sleep, '1.5'], expect: {exit_code: 0}}"


def test_terminal(site: Site) -> None:
    """A terminal shows what is under way with its seconds, and outcomes as lines that stay."""
    site.write(book=book(SLOW, "{id: quick, command: ['false'], expect: {exit_code: 0}}"))
    drawn, code = on_a_terminal(site, str(BIN / "proofbook"), "run")
    assert 1 == code
    assert re.search(r"1\.\d s  tedious", drawn)
    assert "1 done" in drawn
    assert re.search(r"✗ failed    quick  0\.\d\d s  exit_code: expected 0, got 1", drawn)
    assert re.search(r"✓ passed    tedious  1\.\d\d s", drawn)


def test_log(site: Site) -> None:
    """Without a terminal there are plain lines, one for each outcome, and nothing that moves a cursor."""
    site.write(book=book(SLOW.replace("1.5", "0")))
    err = site.proofbook("run").err
    assert re.fullmatch(r"✓ passed    tedious  0\.\d\d s\n", err)


def test_quiet_times(capsys: pytest.CaptureFixture[str]) -> None:
    """A log tells in quiet times what is waited for, and since when; at most eight by name."""
    with plain(0.1) as announce:
        for at in range(10):
            announce(Began(f"check-{at}"))
        time.sleep(0.35)
        for at in range(10):
            announce(Ended(f"check-{at}", Status.PASSED, "", 0.3))
        time.sleep(0.25)
    told = [line for line in capsys.readouterr().err.splitlines() if "under way" in line]
    assert 2 <= len(told) <= 4
    assert told[0].startswith("… under way: check-0 for 0 s, check-1") and told[0].endswith(
        "check-7 for 0 s and 2 more"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", ": :error::x"),
        ("  ::set-output name=a::b", ": :set-output name=a::b"),
        ("a\n::add-mask::b", "a ::add-mask::b"),
        ("std::vector", "std::vector"),
        ("see ##[error]x", "see # #[error]x"),
        ("##vso[task.setvariable]", "# #vso[task.setvariable]"),
        ("##teamcity[x]", "# #teamcity[x]"),
        ("## Heading", "## Heading"),
        ("\x1b[31mred\x1b[0m \x1b]0;title\x07end", "red end"),
        ("a\u202eb\x07", "a⟨U+202E⟩b⟨U+0007⟩"),
        ("x" * 400, "x" * 299 + "…"),
    ],
)
def test_hostile_lines(text: str, shown: str) -> None:
    """What a check printed cannot colour, reorder, or command."""
    assert shown == one_line(text)


def test_lines_stay_lines() -> None:
    """Making text visible keeps its lines."""
    assert "a\nb    c" == visible("a\r\nb\tc")

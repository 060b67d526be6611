"""A wall clock that somebody sets while checks run, and between two runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import lacking
from tests.run.test_checks import book
from tests.sites import Site

CHECK = (
    "{id: jump, timeout: 10s, command: [sh, -c, 'printf %s \"$1\" > clock; sleep 1', sh, JUMP], expect: {exit_code: 0}}"
)
AFTER = "{id: after, needs: [jump], timeout: 10s, command: [sleep, '0.5'], expect: {exit_code: 0, duration_ms: {between: [400, 5000]}}}"


@pytest.fixture
def clock(site: Site) -> dict[str, str]:
    """What a program must find in its environment for its clock to show what the file `clock` says."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not found:
        lacking("faketime (Debian: apt-get install faketime)")
    return {
        "LD_PRELOAD": str(found[0]),
        "FAKETIME_TIMESTAMP_FILE": str(site.file("clock", "+0")),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
    }


@pytest.mark.parametrize("jump", ["+400d", "-400d"])
def test_set_while_checks_run(site: Site, clock: dict[str, str], jump: str) -> None:
    """No deadline is missed by it, and what took a second took a second."""
    site.settings("{files: true, commands: true}").write(book=book(CHECK.replace("JUMP", jump), AFTER))
    done = site.proofbook("run", **clock)
    assert done.code == 0, done.out + done.err
    took = {one["check"]: one["took_s"] for one in site.results["results"]}
    assert (1 <= took["jump"] < 8, took["after"] < 8, site.results["took_s"] < 30) == (True, True, True)
    years = {one["check"]: one["started"][:4] for one in site.results["results"]}
    assert years["jump"] == site.results["started"][:4] != years["after"]


def test_was_ahead(site: Site, clock: dict[str, str]) -> None:
    """A look by a clock that was ahead is as old as nobody knows: not fresh for 400 days, and not used again."""
    check = "{id: it, max_age: 1h, file: {path: docs}, expect: {exists: true}}"
    items = f"[{{id: i, title: I, checks: [{check}]}}]"
    site.settings("{files: true}").write(
        ready=f"kind: checklist\nid: ready\ntitle: Ready\nowner: ops\nsections: [{{id: s, title: S, items: {items}}}]\n"
    )
    site.file("clock", "+400d")
    assert site.proofbook("run", CI="false", **clock).code == 0
    site.file("clock", "+0")
    said = site.proofbook("report", CI="false", **clock)
    assert (3, True) == (said.code, "which has not come: a clock was wrong" in said.out)
    decided = site.proofbook("decide", "ready", **clock)
    assert (3, True) == (decided.code, "which has not come" in decided.out)
    assert site.proofbook("run", CI="false", **clock).code == 0
    assert site.result("it")["reused_from"] is None
    assert site.proofbook("run", CI="false", **clock).code == 0
    assert site.result("it")["reused_from"]

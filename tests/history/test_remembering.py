"""The file of past runs and the published one: added to, never torn, never lost, and never believed too much."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from pytest_httpserver import HTTPServer

from proofbook.errors import Usage
from proofbook.gate import borrow, gate
from proofbook.load import Site as Loaded
from proofbook.load import read_site
from proofbook.model.asked import Asked, Selection
from proofbook.model.history import History, Transition
from proofbook.model.results import Report
from proofbook.model.status import Status
from proofbook.plan import DEFAULT
from proofbook.remembering import address, remembered
from proofbook.run import encode
from proofbook.run.store import decode_report
from tests.gate.records import report, result
from tests.sites import Site


def remember(site: Loaded, minute: int, *statuses: Status, asked: Asked = DEFAULT, **more: Any) -> Report:
    """A run at a minute that saw these statuses of a, b, … ."""
    seen = report(*(result("abc"[at], status) for at, status in enumerate(statuses)), **more)
    seen = replace(seen, started=f"2026-11-23T12:{minute:02}:00.000Z")
    return remembered(site, asked, seen, gate(seen))


def rules(seen: Report) -> list[str]:
    """The findings' rules."""
    return [one.rule for one in seen.findings]


@pytest.fixture
def loaded(site: Site) -> Loaded:
    """A site of the default settings."""
    return read_site(site.root / "mkdocs.yml")


@pytest.fixture
def kept(loaded: Loaded) -> Path:
    """Its history's file."""
    return loaded.root / ".proofbook/history.jsonl"


def test_each_run_goes_on(loaded: Loaded, kept: Path) -> None:
    """A run knows all before it, itself included, and what stood in the file stays byte for byte."""
    assert remember(loaded, 0, Status.PASSED).compared is None
    before = kept.read_bytes()
    second = remember(loaded, 1, Status.FAILED, Status.PASSED)
    assert [one.transition for one in second.results] == [Transition.REGRESSED, Transition.NEW]
    assert second.history.marks == {"a": "pf", "b": ".p"}
    assert kept.read_bytes().startswith(before)
    third = remember(loaded, 2, Status.PASSED)
    assert (third.results[0].transition, third.absent) == (Transition.FIXED, ("b",))
    assert decode_report(encode(third), "x") == third


def test_what_is_no_whole_run_is_not_kept(loaded: Loaded, kept: Path) -> None:
    """A stranger's, an interrupted one, a selection, a preview; they are compared all the same."""
    remember(loaded, 0, Status.PASSED)
    before = kept.read_bytes()
    for asked in (
        Asked(selection=Selection(names=("a",))),
        Asked(selection=Selection(no_drills=True)),
        Asked(record=False),
    ):
        assert remember(loaded, 1, Status.FAILED, asked=asked).results[0].transition is Transition.REGRESSED
    assert remember(loaded, 1, Status.FAILED, complete=False).history.marks == {"a": "p"}
    stranger = remember(loaded, 1, Status.FAILED, asked=Asked(untrusted="a fork"))
    assert (stranger.history, stranger.results[0].transition) == (History(), None)
    assert kept.read_bytes() == before


def test_torn_and_damaged_lines(loaded: Loaded, kept: Path) -> None:
    """A line that was torn costs that line alone, is told with its place, and harms nothing that follows."""
    for minute in range(3):
        remember(loaded, minute, Status.PASSED)
    whole = kept.read_bytes()
    for cut in (1, 30, len(whole.splitlines()[-1]) + 1):
        kept.write_bytes(whole[:-cut])
        after = remember(loaded, 9, Status.FAILED)
        assert after.history.marks["a"] in {"pppf", "ppf"}
        assert rules(after) == ([] if cut != 30 else ["history-damaged"])
    kept.write_bytes(b'\xff\n{"format": 99}\n[]\n\n' + b"[" * 100_000 + b"\n" + whole)
    after = remember(loaded, 9, Status.FAILED)
    assert after.history.marks == {"a": "pppf"}
    assert [str(one.place) for one in after.findings] == [f".proofbook/history.jsonl:{at}:1" for at in (1, 2, 3, 5)]


def test_bounds(site: Site) -> None:
    """The oldest go once there are too many; the file is cut, but not at every run."""
    site.settings(history="{max_runs: 3, file: past.jsonl}")
    loaded = read_site(site.root / "mkdocs.yml")
    kept = site.file("past.jsonl", 'torn\n{"format": 99}\n')
    lengths = []
    for minute in range(12):
        after = remember(loaded, minute, Status.PASSED)
        lengths.append(len(kept.read_text().splitlines()))
    assert (len(after.history.runs), max(lengths)) == (3, 5)
    assert '{"format": 99}' in kept.read_text()
    site.settings(history="{max_days: 1, file: past.jsonl}")
    later = report(result("a"))
    later = replace(later, started="2026-11-24T12:05:00.000Z")
    after = remembered(read_site(site.root / "mkdocs.yml"), Asked(), later, gate(later))
    assert after.history.runs[0].started >= "2026-11-23T12:05"


def test_many_at_once(site: Site) -> None:
    """Runs that end together are all there."""
    site.settings(history="{max_runs: 20, file: past.jsonl}")
    loaded = read_site(site.root / "mkdocs.yml")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda minute: remember(loaded, minute, Status.PASSED), range(50)))
    after = remember(loaded, 50, Status.PASSED)
    assert [run.started[14:16] for run in after.history.runs] == [str(at) for at in range(31, 51)]
    assert after.findings == ()


def test_where_nothing_can_be_written(loaded: Loaded, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, or a folder in the way, is a finding; the report is whole."""
    kept.mkdir(parents=True)
    after = remember(loaded, 0, Status.PASSED)
    assert rules(after) == ["history-unread", "history-unwritten"]
    kept.rmdir()
    remember(loaded, 0, Status.PASSED)
    before = kept.read_bytes()
    monkeypatch.setattr("proofbook.run.annals.os.write", lambda handle, data: 3)
    assert rules(remember(loaded, 1, Status.PASSED)) == ["history-unwritten"]
    assert kept.read_bytes() == before


def published(site: Site, server: HTTPServer, minute: int, network: str = "127.0.0.1") -> Report:
    """A run on a clean machine that goes on with what the server publishes."""
    address = server.url_for("/docs/").replace("localhost", "127.0.0.1")
    site.settings(allow=f"{{network: [{network}]}}", history=f"{{url: '{address}', file: clean-{minute}.jsonl}}")
    found: list[Report] = []
    # a thread of its own has no event loop, whatever this one has
    loaded = read_site(site.root / "mkdocs.yml")
    thread = threading.Thread(target=lambda: found.append(remember(loaded, minute, Status.PASSED)))
    thread.start()
    thread.join()
    return found[0]


def test_the_published_site_is_gone_on_with(site: Site, httpserver: HTTPServer) -> None:
    """Machines of a CI start clean; what is published is history, too, once, if its host is allowed."""
    first = remember(read_site(site.root / "mkdocs.yml"), 0, Status.FAILED)
    data = msgspec.json.encode(first.history)
    httpserver.expect_request("/docs/proofbook/history.json").respond_with_data(data)
    after = published(site, httpserver, 1)
    assert (after.history.marks, after.results[0].transition) == ({"a": "fp"}, Transition.FIXED)
    refused = published(site, httpserver, 2, network="example.org")
    assert (rules(refused), refused.compared) == (["history-unreachable"], None)
    assert "not granted: to connect to 127.0.0.1" in refused.findings[0].message
    assert str(refused.findings[0].place) == "mkdocs.yml"


HOSTILE = [
    b"",
    b"<!doctype html>",
    b'{"format":1,"runs":[],"marks":{"a":"p"},"figures":{}}',
    b'{"format":2}',
    b'{"runs":[{"started":"2026-13-41T00:00:00.000Z","environment":"l","profile":"d","gate":"ok"}]}',
    b'{"runs":[{"started":"2026-11-01T00:00:00.000Z","environment":"l","profile":"d","gate":"<b>"}]}',
    b'{"runs":[{"started":"2026-11-01T00:00:00.000Z","environment":"l","profile":"d","gate":"ok"}],"marks":{"a":"?"}}',
    b'{"runs":[{"started":"2026-11-01T00:00:00.000Z","environment":"l","profile":"d","gate":"ok"}],"figures":{"a":[]}}',
    b" " * (1024 * 1024 + 10),
    b"[" * 200_000,
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_published_is_not_believed(site: Site, httpserver: HTTPServer, body: bytes) -> None:
    """What is no history is left out and told of; the run is as it would be without."""
    httpserver.expect_request("/docs/proofbook/history.json").respond_with_data(body)
    after = published(site, httpserver, 1)
    assert (rules(after), after.history.marks) == (["history-unreachable"], {"a": "p"})


def test_nothing_published_yet(site: Site, httpserver: HTTPServer) -> None:
    """The first build finds none."""
    after = published(site, httpserver, 1)
    assert after.findings[0].message.endswith("history.json answers 500") or "answers 404" in after.findings[0].message


def test_addresses() -> None:
    """A site's address leads to what it publishes; a file is meant as it is."""
    assert address("https://a.example/docs") == "https://a.example/docs/proofbook/history.json"
    assert address("https://a.example/past.json") == "https://a.example/past.json"


OLD = (
    '{"runs":[{"started":"2026-11-20T08:00:00.000Z","environment":"local","profile":"default","gate":"ok"}],'
    '"marks":{"a":"f","gone":"p"}}'
)


def test_old_files_still_load(loaded: Loaded, kept: Path) -> None:
    """What the first version wrote, with the least that a run must say."""
    kept.parent.mkdir()
    kept.write_text(OLD)
    after = remember(loaded, 1, Status.PASSED)
    assert (after.results[0].transition, after.absent) == (Transition.FIXED, ("gone",))
    assert len(kept.read_text().splitlines()) == 2


def test_of_a_stranger_the_history_of_the_evidence_is_shown(loaded: Loaded, kept: Path) -> None:
    """It comes with the results that the command line names, and from nowhere else."""
    evidence = remember(loaded, 0, Status.PASSED)
    before = kept.read_bytes()
    seen = replace(report(result("a", Status.SKIPPED)), started="2026-11-24T00:00:00.000Z", untrusted="a fork")
    shown = borrow(seen, evidence)
    after = remembered(loaded, Asked(untrusted="a fork"), shown, gate(shown))
    assert (after.history, kept.read_bytes()) == (evidence.history, before)
    assert after.results[0].transition is Transition.ABSENT
    damaged = encode(evidence).replace(b'"a": "p"', b'"a": "pp"')
    with pytest.raises(Usage, match="not a results file"):
        decode_report(damaged, "x")


CHECKLIST = """
    kind: checklist
    id: list
    title: List
    sections: [{id: all, title: All, items: [{id: one, title: One, level: required, checks: [{file: {path: docs/a.md}, expect: {exists: true}}]}]}]
"""


def test_from_end_to_end(site: Site) -> None:
    """Two runs of a site, of which the second fails; what is told says so, and rendering needs no history but its own."""
    site.write(list=CHECKLIST).file("docs/a.md", "# A\n")
    assert site.proofbook("run").code == 0
    (site.root / "docs/a.md").unlink()
    done = site.proofbook("run", "--release", "v1", "--report", "markdown=out.md")
    assert done.code == 1
    assert "regressed: one" in done.out
    assert "regressed" in (site.root / "out.md").read_text()
    assert "past of one: like this since 2" in site.proofbook("explain", "one").out
    (site.root / ".proofbook/history.jsonl").unlink()
    made = site.published(run=False)
    assert json.loads(made.assets["proofbook/history.json"])["marks"] == {"list#one": "pf", "one": "pf"}
    assert [run["release"] for run in site.results["history"]["runs"]] == ["", "v1"]

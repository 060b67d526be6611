"""Looks of earlier runs: used again when nothing has changed that they hang on, and never otherwise."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from tests.run.servers import serving
from tests.run.test_checks import book, verdicts
from tests.sites import BIN, Finished, Site


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in a CI, which would look again at everything."""
    monkeypatch.delenv("CI", raising=False)


def check(more: str = "", expect: str = "{$.a: 1}") -> str:
    """A check of a document."""
    return f"{{id: it, {more} document: {{path: data.json}}, expect: {{data: {expect}}}}}"


@pytest.fixture
def data(site: Site) -> Site:
    """A site with a document and a check of it, looked at once."""
    site.file("data.json", '{"a": 1}')
    site.write(book=book(check()))
    assert 0 == site.proofbook("run").code
    return site


def reused(site: Site, *arguments: str, **environ: str) -> bool:
    """Whether another run takes the look of an earlier one."""
    done = site.proofbook("run", *arguments, **environ)
    assert done.code in {0, 1}, done.err
    return bool(site.result("it")["reused_from"])


def test_it_says_so(data: Site) -> None:
    """A reused pass says so, and when it was seen; its evidence is that of the look."""
    first = data.result("it")
    done = data.proofbook("run")
    second = data.result("it")
    assert (0, True) == (done.code, "1 not looked at again: nothing that they hang on has changed" in done.out)
    assert f"as it was seen at {first['started']}" in second["reason"]
    assert first["started"] == second["reused_from"] == second["started"]
    assert first["attempts"] == second["attempts"]
    data.proofbook("run")
    assert first["started"] == data.result("it")["reused_from"]


def test_prose(data: Site) -> None:
    """Editing prose looks at nothing again; the new prose is shown."""
    prose = 'title: "Other", severity: high, remediation: "Mend it.", tags: [x], description: "Longer.",'
    data.write(book=book(check(prose)).replace("title: One", "title: Two").replace("Look.", "Look well."))
    assert reused(data)
    assert ("Other", "high") == (data.result("it")["title"], data.result("it")["severity"])


CHANGES = {
    "contents": lambda site: site.file("data.json", '{"a": 1, "b": 2}'),
    "mode": lambda site: (site.root / "data.json").chmod(0o600),
    "expectation": lambda site: site.write(book=book(check(expect="{$.a: {ge: 1}}"))),
    "timeout": lambda site: site.write(book=book(check("timeout: 3s,"))),
    "evidence": lambda site: site.write(book=book(check("evidence: [{title: A, fact: data, path: $.a}],"))),
    "environment": lambda site: site.settings(environment="other").write(
        other="kind: environment\nid: other\ntitle: Other\ngrade: staging\n"
    ),
    "damaged": lambda site: site.file(".proofbook/looks.json", '{"format": 1, "looks": {'),
    "gone": lambda site: (site.root / ".proofbook/looks.json").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_changes(data: Site, change: str) -> None:
    """Whatever it hangs on: once that changes it is looked at again, and then reused again."""
    CHANGES[change](data)
    assert [False, True] == [reused(data), reused(data)]


def test_touched_only(data: Site) -> None:
    """A file that was written again as it was is the same file."""
    os.utime(data.root / "data.json", (1, 1))
    assert reused(data)


def test_refresh(data: Site) -> None:
    """`--refresh`, a CI and the build of a release look again; CI=false is none."""
    assert [False, False, True] == [reused(data, "--refresh"), reused(data, CI="true"), reused(data, CI="false")]
    assert not reused(data, "--release", "v4")
    assert data.results["release"] == "v4"
    assert not reused(data, PROOFBOOK_RELEASE="v5")
    assert data.results["release"] == "v5"


def test_a_failure_is_never_reused(data: Site) -> None:
    """What failed is looked at again, and so is what passed before it."""
    data.file("data.json", '{"a": 2}')
    assert [False, False] == [reused(data), reused(data)]
    data.file("data.json", '{"a": 1}')
    assert reused(data)


def test_variables(site: Site) -> None:
    """A variable that it uses counts, another does not."""
    site.file("data.json", '{"a": 1}')
    site.write(book=book(check(expect='{$.a: "${{ vars.a }}"}')))
    seen = []
    for values in ("{a: 1, b: 1}", "{a: 1, b: 2}", "{a: 1.5, b: 2}"):
        site.settings(vars=values)
        seen.append(reused(site))
    assert [False, True, False] == seen


def test_a_schema_and_what_it_names(site: Site) -> None:
    """Files that a check finds by itself count as those that it names."""
    site.file("data.json", '{"a": 1}')
    site.file("schemas/one.json", '{"$ref": "two.json"}')
    site.file("schemas/two.json", '{"type": "object"}')
    site.write(book=book("{id: it, schema: {path: data.json, schema: schemas/one.json}, expect: {valid: true}}"))
    assert [False, True] == [reused(site), reused(site)]
    site.file("schemas/two.json", '{"type": ["object", "array"]}')
    assert [False, True] == [reused(site), reused(site)]


LIVE = {
    "command": "command: ['true'], expect: {exit_code: 0}",
    "tcp": "tcp: {host: 127.0.0.1, port: 1}, expect: {reachable: false}",
    "memory": "memory: {}, expect: {used_percent: {le: 100}}",
    "age": "file: {path: docs}, expect: {exists: true, age_s: {ge: 0}}",
    "days": "file: {path: day}, expect: {contents: {days_from_now: {gt: 1}}}",
}


@pytest.mark.parametrize("kind", LIVE)
def test_live_things(site: Site, kind: str) -> None:
    """What changes by itself is looked at every time, unless it says how long a look lasts."""
    site.settings("{files: true, network: [127.0.0.1], commands: true, system: true}")
    site.file("day", "2999-01-01")
    site.write(book=book(f"{{id: it, {LIVE[kind]}}}"))
    assert [False, False] == [reused(site), reused(site)]
    site.write(book=book(f"{{id: it, max_age: 1h, {LIVE[kind]}}}"))
    assert [False, True] == [reused(site), reused(site)]


def test_max_age(site: Site) -> None:
    """When its time is over it is looked at again."""
    site.write(book=book(f"{{id: it, max_age: 1h, {LIVE['command']}}}"))
    assert [False, True] == [reused(site), reused(site)]
    path = site.root / ".proofbook/looks.json"
    kept = json.loads(path.read_text())
    ((name, look),) = kept["looks"].items()
    look["result"]["valid_until"] = site.result("it")["started"]
    path.write_text(json.dumps(kept))
    assert [False, True] == [reused(site), reused(site)]
    assert [name] == list(json.loads(path.read_text())["looks"])


def test_captures_are_fresh(site: Site) -> None:
    """What hands a value on must look, or there would be none."""
    first = "{id: first, max_age: 1h, command: [echo, '1'], expect: {exit_code: 0}, capture: {out: {fact: stdout}}}"
    site.write(book=book(first, f"{{id: it, needs: [first], {LIVE['command']}}}"))
    assert [False, False] == [reused(site), reused(site)]
    assert site.result("first")["reused_from"] is None


def test_nothing_is_asked_again(site: Site) -> None:
    """A reused look of a server asks it nothing."""
    asked: list[float] = []

    def answer(connection: object) -> None:
        asked.append(time.monotonic())
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")  # type: ignore[attr-defined]

    with serving(answer) as url:
        site.write(book=book(f"{{id: it, max_age: 1h, http: {{url: '{url}/'}}, expect: {{status: 200}}}}"))
        assert [False, True, True] == [reused(site), reused(site), reused(site)]
    assert 1 == len(asked)


def test_stale(site: Site) -> None:
    """A look that has expired and was not repeated is stale: inconclusive, NO-GO, whoever asks."""
    checklist = f"""
        kind: checklist
        id: launch
        title: Launch
        sections:
          - id: all
            title: All
            items: [{{id: item, title: Item, checks: [{{id: it, max_age: 10s, {LIVE["command"]}}}]}}]
        """
    site.write(launch=checklist)
    assert (0, 0) == (site.proofbook("run").code, site.proofbook("decide", "launch").code)
    time.sleep(10.1)
    again: list[Finished] = [
        site.proofbook("run", PROOFBOOK_RESULTS="read"),
        site.proofbook("report"),
        site.proofbook("decide", "launch"),
    ]
    assert [3, 3, 3] == [one.code for one in again]
    assert "it: stale\n  the last look was valid until" in again[1].out
    assert {"it": "passed"} == verdicts(site)


def test_two_runs_at_once(data: Site) -> None:
    """Runs side by side leave a file that is whole."""
    both = [data.start(str(BIN / "proofbook"), "run", "--refresh") for _ in range(3)]
    assert [0, 0, 0] == [one.wait(60) for one in both]
    [one.communicate() for one in both]
    assert 1 == len(json.loads((data.root / ".proofbook/looks.json").read_text())["looks"])
    assert reused(data)


def test_a_folder_that_cannot_be_written(data: Site, tmp_path: Path) -> None:
    """Where looks cannot be kept nothing breaks: the next run looks again."""
    looks = data.root / ".proofbook/looks.json"
    looks.unlink()
    looks.mkdir()
    assert [False, False] == [reused(data), reused(data)]


def test_old_looks_are_forgotten(data: Site) -> None:
    """What nothing has used for a month is dropped when something new is kept."""
    path = data.root / ".proofbook/looks.json"
    kept = json.loads(path.read_text())
    ((name, look),) = kept["looks"].items()
    kept["looks"]["old"] = look | {"used": "2020-01-01T00:00:00.000Z"}
    path.write_text(json.dumps(kept))
    data.proofbook("run", "--refresh")
    assert [name] == list(json.loads(path.read_text())["looks"])

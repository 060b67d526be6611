"""Of a stranger's change nothing is executed; evidence is shown for what has not changed; nothing is ever ok."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from proofbook.untrusted import untrusted
from tests.sites import Site

OWN = {"pull_request": {"head": {"repo": {"full_name": "a/b"}}, "base": {"repo": {"full_name": "a/b"}}}}
FORK = {"pull_request": {"head": {"repo": {"full_name": "x/b"}}, "base": {"repo": {"full_name": "a/b"}}}}
GONE = {"pull_request": {"head": {"repo": None}, "base": {"repo": {"full_name": "a/b"}}}}


def after(event: str, head: Any) -> dict[str, Any]:
    """What a `workflow_run` is told."""
    return {"workflow_run": {"event": event, "head_repository": head}, "repository": {"full_name": "a/b"}}


EVENTS = [
    ("pull_request", OWN, False),
    ("pull_request", FORK, True),
    ("pull_request", GONE, True),
    ("pull_request", {}, True),
    ("pull_request", [], True),
    ("pull_request_target", OWN, True),
    ("pull_request_review", FORK, True),
    ("workflow_run", after("pull_request", {"full_name": "x/b"}), True),
    ("workflow_run", after("pull_request", None), True),
    ("workflow_run", after("push", {"full_name": "a/b"}), False),
    ("push", FORK, False),
    ("schedule", {}, False),
]


@pytest.mark.parametrize(("event", "told", "stranger"), EVENTS)
def test_github(tmp_path: Path, event: str, told: Any, *, stranger: bool) -> None:
    """GitHub says it in the event; what cannot be read is a stranger's."""
    path = tmp_path / "event.json"
    path.write_text(json.dumps(told))
    assert bool(untrusted({"GITHUB_EVENT_NAME": event, "GITHUB_EVENT_PATH": str(path)})) is stranger


def test_github_without_event() -> None:
    """No event file, no trust."""
    assert "cannot be read" in untrusted({"GITHUB_EVENT_NAME": "pull_request"})


@pytest.mark.parametrize(
    ("environ", "stranger"),
    [
        ({}, False),
        ({"CI": "true"}, False),
        ({"CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "2", "CI_MERGE_REQUEST_PROJECT_ID": "1"}, True),
        ({"CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "1", "CI_PROJECT_ID": "1"}, False),
        ({"SYSTEM_PULLREQUEST_ISFORK": "True"}, True),
        ({"SYSTEM_PULLREQUEST_ISFORK": "False"}, False),
        ({"CIRCLE_PR_REPONAME": "b"}, True),
        ({"CHANGE_FORK": "x"}, True),
        ({"TRAVIS_PULL_REQUEST_SLUG": "x/b", "TRAVIS_REPO_SLUG": "a/b"}, True),
        ({"TRAVIS_PULL_REQUEST_SLUG": "", "TRAVIS_REPO_SLUG": "a/b"}, False),
        ({"BUILDKITE_PULL_REQUEST_REPO": "a", "BUILDKITE_REPO": "a"}, False),
    ],
)
def test_others(environ: dict[str, str], *, stranger: bool) -> None:
    """Each CI by its own variables."""
    assert bool(untrusted(environ)) is stranger


STRANGER = {"CHANGE_FORK": "x"}
BOOK = """
    kind: runbook
    id: book
    title: Book
    drills: [{id: d, environment: lab}]
    steps:
      - id: one
        title: One
        instructions: Go.
        run: {command: [touch, drilled]}
        verify: [{id: inside, command: ['true'], expect: {exit_code: 0}}]
"""
LIST = """
    kind: checklist
    id: list
    title: List
    sections:
      - id: all
        title: All
        items:
          - {id: a, title: A, checks: [{id: looks, command: [touch, ran], expect: {exit_code: 0}}]}
          - {id: b, title: B, proof: {drill: d}}
"""
LAB = "kind: environment\nid: lab\ntitle: Lab\ngrade: lab\ndisposable: true\n"


@pytest.fixture
def change(site: Site) -> Site:
    """A site that has been run once by its owners, and what that run saw."""
    site.write(book=BOOK, list=LIST, lab=LAB)
    assert site.proofbook("run").code == 0
    (site.root / ".proofbook/results.json").rename(site.root / "evidence.json")
    (site.root / "ran").unlink()
    (site.root / "drilled").unlink()
    return site


def test_nothing_runs(change: Site) -> None:
    """Neither checks nor drills, by the command line or by MkDocs; the outcome is inconclusive, and said so."""
    done = change.proofbook("run", **STRANGER)
    assert (done.code, "a pull request from a fork: nothing was executed" in done.out) == (3, True)
    assert change.result("looks")["reason"] == "not run: a pull request from a fork executes nothing"
    assert change.mkdocs("build", **STRANGER).code == 3
    assert not (change.root / "ran").exists()
    assert not (change.root / "drilled").exists()
    assert (change.root / "site/index.html").exists()


def test_no_gate(change: Site) -> None:
    """`--no-gate` is for strangers' changes, and opens nothing else."""
    assert change.proofbook("run", "--no-gate", **STRANGER).code == 0
    change.write(list=LIST.replace("[touch, ran]", "['false']"))
    assert change.proofbook("run", "--no-gate").code == 1


def test_evidence(change: Site) -> None:
    """What has not changed is shown as it was seen, with where; the outcome stays inconclusive."""
    done = change.proofbook("run", "--evidence", "evidence.json", **STRANGER)
    assert done.code == 3
    assert (change.result("looks")["status"], change.results["drills"][0]["status"]) == ("passed", "passed")
    assert [item["status"] for item in change.results["items"]] == ["passed", "passed"]
    assert change.results["evidence"]["tool"].startswith("proofbook ")


@pytest.mark.parametrize(
    ("file", "old", "new", "shown"),
    [
        ("list", "[touch, ran]", "[touch, run]", {"looks": "skipped", "d": "passed"}),
        ("list", "id: looks", "id: seen", {"seen": "skipped", "d": "passed"}),
        ("book", "[touch, drilled]", "[touch, x]", {"looks": "passed", "d": "skipped", "d:inside": "skipped"}),
        ("book", "['true']", "['false']", {"looks": "passed", "d": "skipped", "d:inside": "skipped"}),
        ("book", "title: One", "title: Two", {"looks": "passed", "d": "passed", "d:inside": "passed"}),
        ("lab", "disposable: true", "disposable: true\nvars: {x: 1}", {"looks": "passed", "d": "skipped"}),
    ],
)
def test_what_has_changed(change: Site, file: str, old: str, new: str, shown: dict[str, str]) -> None:
    """A check whose definition changed is not run, and no evidence stands in for it."""
    text = {"book": BOOK, "list": LIST, "lab": LAB}[file]
    assert old in text
    change.write(**{file: text.replace(old, new)})
    change.proofbook("run", "--evidence", "evidence.json", **STRANGER)
    found = {drill["drill"]: drill["status"] for drill in change.results["drills"]}
    found |= {name: change.result(name)["status"] for name in shown if name not in found}
    assert {name: found[name] for name in shown} == shown


def test_evidence_is_of_no_use_to_owners(change: Site) -> None:
    """Where the run may look, it looks."""
    assert change.proofbook("run", "--evidence", "evidence.json").code == 0
    assert (change.root / "ran").exists()


def test_evidence_of_a_site(change: Site, httpserver: HTTPServer) -> None:
    """Results are published with the site; its address will do."""
    text = (change.root / "evidence.json").read_bytes()
    httpserver.expect_request("/proofbook/results.json").respond_with_data(text)
    url = httpserver.url_for("/proofbook/results.json")
    change.proofbook("run", "--evidence", url, **STRANGER)
    assert change.result("looks")["status"] == "passed"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("nowhere.json", "nowhere.json cannot be read: no such file or directory"),
        ("mkdocs.yml", "mkdocs.yml is not a results file of format"),
        ("http://127.0.0.1:9/", "http://127.0.0.1:9/ cannot be fetched"),
    ],
)
def test_bad_evidence(change: Site, source: str, said: str) -> None:
    """Evidence that is none is not passed over."""
    done = change.proofbook("run", "--evidence", source, **STRANGER)
    assert (done.code, said in done.err) == (2, True)

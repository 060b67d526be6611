"""`proofbook doctor`: what is here, what may run, what not and why; nothing is executed and no secret told."""

from __future__ import annotations

import json
import os
from importlib.metadata import PackageNotFoundError
from typing import Any

import pytest
from click.testing import CliRunner

from proofbook.cli import main
from proofbook.doctor import installed as installed_module
from tests.run.test_checks import book
from tests.sites import Site

BOOK = """
kind: runbook
id: book
title: Book
steps:
  - id: one
    title: One
    instructions: Look.
    verify:
      - {id: here, file: {path: docs}, expect: {exists: true}}
      - {id: asks, http: {url: "http://127.0.0.1:1/"}, expect: {status: 200}}
      - {id: starts, command: [no-such-program, x], expect: {exit_code: 0}}
      - {id: piped, shell: {script: "true"}, expect: {exit_code: 0}}
      - {id: path, command: {argv: [checks/look]}, expect: {exit_code: 0}}
      - {id: token, http: {url: "http://127.0.0.1:1/", headers: {A: "${{ secrets.TOKEN }}"}}, expect: {status: 200}}
"""


@pytest.fixture(autouse=True)
def _own_change(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_EVENT_NAME", "CI_MERGE_REQUEST_SOURCE_PROJECT_ID"):
        monkeypatch.delenv(name, raising=False)


def doctor(site: Site) -> tuple[int, dict[tuple[str, str], tuple[str, str]]]:
    """The exit code, and what was noted of each thing."""
    done = CliRunner().invoke(main, ["-f", str(site.root / "mkdocs.yml"), "doctor", "--format", "json"])
    told: dict[str, Any] = json.loads(done.output)
    assert told["exit_code"] == done.exit_code
    return done.exit_code, {(one["topic"], one["what"]): (one["state"], one["words"]) for one in told["noted"]}


def text(site: Site) -> str:
    """What people read."""
    return CliRunner().invoke(main, ["-f", str(site.root / "mkdocs.yml"), "doctor"]).output


def test_published_history_that_may_not_be_asked_for(site: Site) -> None:
    """The first run would go on without it, and say so only among its findings."""
    site.settings("{files: true}", history='{url: "https://docs.example.org/x"}').write(
        book=BOOK.replace("${{ secrets.TOKEN }}", "x")
    )
    code, noted = doctor(site)
    assert (3, ("lacking", "docs.example.org may not be asked")) == (code, noted["lacking", "history.url"])
    site.settings("{network: [docs.example.org]}", history='{url: "https://docs.example.org/x"}')
    assert ("lacking", "history.url") not in doctor(site)[1]


def test_nothing_granted(site: Site) -> None:
    """What may not run is told once for each reason, with what would allow it."""
    site.settings("{files: true}").write(book=BOOK.replace("${{ secrets.TOKEN }}", "x"))
    code, noted = doctor(site)
    assert code == 0
    assert noted["would run", "checks"] == ("ok", "1 of 6")
    assert noted["permissions", "network"] == ("ok", "no")
    assert noted["permissions", "files"] == ("ok", "yes")
    reason = "not granted: to start programs, add `commands: true` to `allow:` in mkdocs.yml"
    assert noted["will not run", "starts, piped, path"] == ("note", reason)
    assert noted["site", ".proofbook/results.json"] == ("note", "none yet")
    assert noted["site", "change"][0] == "ok"


def test_what_is_not_here(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program and a secret that checks need: inconclusive, as a run would be."""
    site.settings(secrets="{TOKEN: {hosts: [127.0.0.1]}, OTHER: {file: secret.txt}}").write(book=BOOK)
    monkeypatch.delenv("TOKEN", raising=False)
    code, noted = doctor(site)
    assert code == 3
    assert noted["lacking", "starts"] == ("lacking", "the program `no-such-program` is not on the PATH")
    assert noted["secrets", "TOKEN"] == ("lacking", "is not there, from the variable TOKEN")
    assert noted["secrets", "OTHER"] == ("note", "is not there, from the file secret.txt")
    assert noted["would run", "checks"] == ("ok", "6 of 6")
    monkeypatch.setenv("TOKEN", "very-secret-indeed")
    site.file("secret.txt", "also-very-secret")
    said = text(site)
    assert "TOKEN: is there" in said
    assert "OTHER: is there" in said
    assert "secret-indeed" not in said
    assert "also-very" not in said
    assert "! starts: the program `no-such-program` is not on the PATH\n      → install it" in said
    assert said.endswith("exit code 3: something that a run needs is not here; what needs it would be `error`\n")


def test_after_a_run(site: Site) -> None:
    """The last results are told with their gate."""
    site.settings("{files: true}").write(book=book("{file: {path: docs}, expect: {exists: true}}"))
    site.proofbook("run")
    code, noted = doctor(site)
    assert (0, True) == (code, noted["site", ".proofbook/results.json"][1].endswith("; gate: ok"))
    site.file(".proofbook/results.json", "{}")
    assert "is not a results file" in doctor(site)[1]["site", ".proofbook/results.json"][1]


@pytest.mark.parametrize(
    ("settings", "document", "what", "words"),
    [
        ("{filess: true}", "", "mkdocs.yml", "1 problems; the first: mkdocs.yml:6:15: unknown key `filess`"),
        ("{files: true}", "kind: runbook\n", "runbooks", "the first: runbooks/book.yml:1:1"),
        ("{files: true}", "kind: runbok\n", "runbooks", "1 problems; the first: runbooks/book.yml:1:7"),
    ],
)
def test_wrong(site: Site, settings: str, document: str, what: str, words: str) -> None:
    """What is invalid is told with its first problem, and 2."""
    site.settings(settings).write(book=document)
    code, noted = doctor(site)
    state, said = next(noted[key] for key in noted if key[0] == "site" and key[1].endswith(what))
    assert (2, "wrong", True) == (code, state, words in said), said


def test_a_plan_that_cannot_be_made(site: Site) -> None:
    """An environment that nobody defines, named in the file that is inherited from."""
    site.settings(environment="moon").write(book=book("{file: {path: docs}, expect: {exists: true}}"))
    (site.root / "mkdocs.yml").rename(site.root / "base.yml")
    site.file("mkdocs.yml", "INHERIT: base.yml\n")
    code, noted = doctor(site)
    assert (2, "wrong") == (code, noted["site", "plan"][0])


def test_outside_a_site(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Still says what is installed, and names what an extra that is not would be for."""
    (site.root / "mkdocs.yml").unlink()

    def version(package: str) -> str:
        if package == "psycopg":
            raise PackageNotFoundError
        return "1"

    monkeypatch.setattr(installed_module, "version", version)
    monkeypatch.setattr("platform.system", lambda: "Windows")
    said = text(site)
    assert (
        "i postgres: not installed: psycopg; for `sql` checks of PostgreSQL\n      → pip install 'proofbook[postgres]'"
        in said
    )
    assert "there is none here\n      → proofbook new DIR makes one" in said
    assert "Windows: Proofbook is made for Linux and macOS" in said


def test_a_change_by_a_stranger(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Says that nothing of it would be executed."""
    site.write(book=book("{file: {path: docs}, expect: {exists: true}}"))
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request_target")
    assert "nothing of it is executed" in doctor(site)[1]["site", "change"][1]


def test_the_driver_of_postgres(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its absence is told before a run finds out."""
    site.write(
        book=book('{id: asked, sql: {database: "postgresql://127.0.0.1/x", query: "SELECT 1"}, expect: {row_count: 1}}')
    )
    monkeypatch.setattr("proofbook.doctor.allowed.find_spec", lambda _: None)
    code, noted = doctor(site)
    assert (3, "to ask PostgreSQL needs psycopg") == (code, noted["lacking", "asked"][1])


def test_what_a_run_would_stumble_over(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A revision that is not here and a folder that takes nothing are told, and all else is told too."""
    site.settings(trust_ref="origin/man").write(book=book("{file: {path: docs}, expect: {exists: true}}"))
    code, noted = doctor(site)
    state, words = noted["site", "trusted"]
    assert (2, "wrong", True) == (code, state, words.startswith("git knows no revision 'origin/man' here"))
    assert ("permissions", "files") in noted

    site.settings()
    monkeypatch.setattr("os.access", lambda _, mode: mode != os.W_OK)
    code, noted = doctor(site)
    state, words = noted["site", ".proofbook/results.json"]
    assert (3, "lacking", True) == (code, state, words.startswith("nothing can be written below "))


def test_plugin_not_named(site: Site) -> None:
    """Without it everything has its default, which the word `right` would hide."""
    site.write(book=book("{file: {path: docs}, expect: {exists: true}}"))
    for plugins, state in (("[search]", "note"), ("[search, proofbook]", "ok"), ("\n  - proofbook: {}", "ok")):
        site.file("mkdocs.yml", f"site_name: Test\nplugins: {plugins}\n")
        code, noted = doctor(site)
        assert (0, state) == (code, noted["site", str(site.root / "mkdocs.yml")][0])

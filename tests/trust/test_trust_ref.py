"""With `trust_ref`, a change can neither permit nor waive nor sign anything; what it would alter is listed."""

from __future__ import annotations

import subprocess

import pytest

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
          - {id: broken, file: {path: nowhere}, expect: {exists: true}}
          - {id: program, command: ['true'], expect: {exit_code: 0}}
"""
LIST = """
    kind: checklist
    id: list
    title: List
    sections: [{id: all, title: All, items: [{id: trained, title: Trained, attest: {role: head}}]}]
"""
WAIVE = (
    "waive",
    "broken",
    "--justification",
    "Later.",
    "--owner",
    "ops",
    "--approver",
    "Ada",
    "--expires",
    "2999-01-01",
)


def git(site: Site, *arguments: str) -> None:
    """Run git as somebody."""
    identity = ("-c", "user.name=Ada Lovelace", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=site.root, check=True, capture_output=True)


def commit(site: Site) -> None:
    """Commit everything."""
    git(site, "add", "-A")
    git(site, "commit", "-qm", "Change")


@pytest.fixture
def kept(site: Site) -> Site:
    """A site whose `main` allows files alone."""
    site.settings(allow="{files: true}", trust_ref="main").write(book=BOOK, list=LIST)
    site.file(".gitignore", ".proofbook\nsite\n")
    git(site, "init", "-qb", "main")
    commit(site)
    git(site, "checkout", "-qb", "change")
    return site


def findings(site: Site) -> dict[str, str]:
    """Messages by rule and subject."""
    return {f"{one['rule']} {one['subject']}": one["message"] for one in site.results["findings"]}


def test_permissions(kept: Site) -> None:
    """A change that permits itself something is told so, and runs with what `main` permits."""
    kept.settings(allow="{files: true, commands: true}", trust_ref="main", secrets="{T: {commands: true}}")
    assert kept.proofbook("run").code == 1
    assert "not granted" in kept.result("program")["reason"]
    assert sorted(findings(kept)) == ["permission-altered allow.commands", "permission-altered secrets"]
    assert "not granted" in kept.proofbook("plan").out
    assert kept.proofbook("run", "--allow", "commands").code == 1
    assert kept.result("program")["status"] == "passed"


def test_waivers_and_signatures(kept: Site) -> None:
    """Neither counts before it is on `main`; taken away, both still do."""
    kept.proofbook(*WAIVE)
    kept.proofbook("attest", "trained", "--by", "Ada")
    commit(kept)
    assert kept.proofbook("run").code == 1
    assert (kept.result("broken")["status"], kept.results["items"][0]["status"]) == ("failed", "not_reviewed")
    assert sorted(findings(kept)) == ["attestation-added trained", "waiver-added broken"]
    git(kept, "branch", "-f", "main")
    assert kept.proofbook("run").code == 0
    assert (kept.result("broken")["status"], findings(kept)) == (
        "waived",
        {"waiver-permanent broken": findings(kept)["waiver-permanent broken"]},
    )
    (kept.root / "runbooks/waivers.yml").unlink()
    assert kept.proofbook("run").code == 0
    assert findings(kept)["waiver-removed broken"] == "`broken`: still counts"


def test_the_commit_of_a_signature(kept: Site) -> None:
    """An item shows the commit that brought its signature, and whether that was signed itself."""
    kept.settings(allow="{files: true}")
    kept.proofbook("attest", "trained", "--by", "Ada")
    kept.proofbook("run")
    assert kept.results["items"][0]["commit"] == ""
    commit(kept)
    kept.proofbook("run")
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=kept.root, capture_output=True, text=True, check=True)
    item = kept.results["items"][0]
    assert (item["commit"], item["commit_signed"]) == (head.stdout.strip(), False)
    kept.mkdocs("build")
    assert f"{item['commit'][:12]}</code>, not signed" in (kept.root / "site/checklists/list/index.html").read_text()


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("nowhere", "git knows no revision 'nowhere' here: fetch it"),
        ("empty", "there is no mkdocs.yml at empty: nothing can be trusted"),
        ("wrong", "the settings at wrong are invalid: nothing of them can be trusted"),
    ],
)
def test_no_such_trust(kept: Site, reference: str, said: str) -> None:
    """What cannot be read is not trusted, and nothing runs."""
    git(kept, "checkout", "-q", "--orphan", "empty")
    git(kept, "rm", "-rqf", ".")
    git(kept, "commit", "-qm", "Nothing", "--allow-empty")
    git(kept, "checkout", "-q", "change")
    git(kept, "checkout", "-qb", "wrong")
    kept.settings(allow="{fils: true}")
    commit(kept)
    git(kept, "checkout", "-q", "change")
    kept.settings(trust_ref=reference)
    done = kept.proofbook("run")
    assert (done.code, said in done.err) == (2, True), done.err


def test_another_configuration(kept: Site) -> None:
    """With `-f` that file counts as it stands there, and what it inherits from there, wherever it lies."""
    plugin = "plugins: [{proofbook: {allow: {files: true%s}, trust_ref: main}}]\n"
    kept.settings(allow="{files: true, commands: true}", trust_ref="main")
    kept.file("conf/base.yml", "INHERIT: ../top.yml\n")
    kept.file("top.yml", plugin % "")
    kept.file("mkdocs.full.yml", "INHERIT: conf/base.yml\n")
    commit(kept)
    git(kept, "branch", "-f", "main")
    kept.file("mkdocs.full.yml", plugin % ", commands: true")
    kept.file("top.yml", plugin % ", commands: true")
    assert kept.proofbook("-f", "mkdocs.full.yml", "run").code == 1
    assert "not granted" in kept.result("program")["reason"]
    found = next(one for one in kept.results["findings"] if one["rule"] == "permission-altered")
    assert (found["subject"], found["place"]["file"]) == ("allow.commands", "mkdocs.full.yml")
    kept.file("other.yml", plugin % "")
    done = kept.proofbook("-f", "other.yml", "run")
    assert (done.code, "there is no other.yml at main: nothing can be trusted" in done.err) == (2, True)


def test_a_site_below_the_repository(site: Site) -> None:
    """What a site inherits may lie above it."""
    plugin = "plugins: [{proofbook: {allow: {files: true%s}, trust_ref: main}}]\n"
    below = Site(site.root / "docs-site")
    below.write(book=BOOK).file("mkdocs.yml", "INHERIT: ../base.yml\n")
    site.file("base.yml", plugin % "")
    git(site, "init", "-qb", "main")
    commit(site)
    site.file("base.yml", plugin % ", commands: true")
    assert below.proofbook("run").code == 1
    assert "not granted" in below.result("program")["reason"]


def test_without_git(site: Site) -> None:
    """A site that git does not keep has nothing to trust."""
    site.settings(trust_ref="main").write(book=BOOK)
    assert site.proofbook("run").code == 2

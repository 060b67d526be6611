"""A git repository as it is, and one that would like to execute something."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.run.looks import looked, said
from tests.sites import Site

WHO = {
    "GIT_AUTHOR_NAME": "Ada L",
    "GIT_AUTHOR_EMAIL": "a@b",
    "GIT_COMMITTER_NAME": "Ada L",
    "GIT_COMMITTER_EMAIL": "a@b",
}


def git(root: Path, *arguments: str) -> str:
    """Git in a folder."""
    done = subprocess.run(
        ["git", "-C", root, *arguments], env={**os.environ, **WHO}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def repository(site: Site) -> str:
    """The site in git: one commit with a tag, one ahead of what it follows."""
    git(site.root, "init", "-q", "-b", "main")
    site.file(".gitignore", ".proofbook/\nbuild/\n")
    site.file("kept.txt", "1")
    site.file("a name = [odd].txt", "1")
    git(site.root, "add", ".")
    git(site.root, "commit", "-qm", "First")
    git(site.root, "tag", "v1.0.0")
    git(site.root, "clone", "-q", "--bare", str(site.root), f"{site.root}-origin.git")
    git(site.root, "remote", "add", "origin", f"{site.root}-origin.git")
    git(site.root, "fetch", "-q")
    git(site.root, "branch", "-q", "--set-upstream-to=origin/main")
    git(site.root, "commit", "-q", "--allow-empty", "-m", "Second: it's = odd")
    return git(site.root, "rev-parse", "HEAD")


def test_facts(site: Site, repository: str) -> None:
    """Everything that git tells of a repository and of single files."""
    site.file("build/x", "")
    git(site.root, "mv", "a name = [odd].txt", "renamed to [it].txt")
    site.file("new file.txt", "")
    facts = (
        f"{{commit: {repository}, branch: main, tags: {{is_empty: true}}, dirty: true, upstream: origin/main, ahead: 1, behind: 0,"
        ' age_s: {between: [0, 600]}, author: Ada L, subject: "Second: it\'s = odd",'
        " changed: {contains_all: [new file.txt, 'renamed to [it].txt', runbooks/many.yml]}}"
    )
    state = "git: {file: '%s'}, expect: {state: %s}"
    results = looked(
        site,
        {
            "facts": f"git: {{}}, expect: {facts}",
            "folder": "git: {path: docs, file: index.md}, expect: {state: tracked, branch: main}",
            "tracked": state % ("kept.txt", "tracked"),
            "renamed": state % ("renamed to [it].txt", "modified"),
            "untracked": state % ("new file.txt", "untracked"),
            "ignored": state % ("build/x", "ignored"),
            "absent": state % ("no [such].txt", "absent"),
            "magic": state % (":(glob)*", "absent"),
            "clean": "git: {}, expect: {dirty: false}",
        },
    )
    assert said(results) == dict.fromkeys(results, ("passed", "")) | {
        "clean": ("failed", "dirty: expected false, got true")
    }


def test_other_states(site: Site, repository: str) -> None:
    """Without a branch, without a commit, and without a repository."""
    git(site.root, "checkout", "-q", "v1.0.0")
    (site.root / "fresh").mkdir()
    git(site.root / "fresh", "init", "-q", "-b", "main")
    detached = looked(
        site,
        {
            "detached": "git: {}, expect: {branch: {exists: false}, upstream: {exists: false}, ahead: {exists: false}, tags: {equals: [v1.0.0]}}",
            "initial": "git: {path: fresh}, expect: {commit: {exists: false}, branch: main, dirty: false}",
            "private": "git: {path: .git}, expect: {branch: main}",
        },
    )
    seen = said(detached)
    assert seen.pop("private")[0] == "error"
    assert seen == dict.fromkeys(seen, ("passed", ""))


def test_no_repository(site: Site) -> None:
    """Where there is none, it could not look; without the permission to start programs nothing is started."""
    results = looked(site, {"none": "git: {}, expect: {dirty: false}"})
    assert (results["none"]["verdict"], "not a git repository" in results["none"]["reason"]) == ("error", True)
    site.settings("{commands: false}")
    assert looked(site, {"none": "git: {}, expect: {dirty: false}"})["none"]["verdict"] == "skipped"


def test_hostile_configuration(site: Site, repository: str) -> None:
    """Whatever a repository configures to be executed stays unexecuted, and its facts are told all the same."""
    stolen = Path(f"{site.root}-stolen")
    evil = site.file("evil.sh", f"#!/bin/sh\ntouch {stolen}\ncat\n")
    evil.chmod(0o755)
    hook = site.file(".git/hooks/post-index-change", f"#!/bin/sh\ntouch {stolen}\n")
    hook.chmod(0o755)
    site.file(".gitattributes", "* filter=steal\n*.txt filter=a.b=c diff=steal\n")
    included = site.file(".git/more", f'[filter "a.b=c"]\n\tprocess = {evil}\n\trequired = true\n')
    for name in (
        "core.fsmonitor",
        "core.pager",
        "filter.steal.clean",
        "filter.steal.smudge",
        "diff.steal.textconv",
        "diff.external",
        "core.sshCommand",
        "core.alternateRefsCommand",
        "gpg.program",
        "core.editor",
        "alias.status",
    ):
        git(site.root, "config", name, f"!{evil}" if name.startswith("alias") else str(evil))
    git(site.root, "config", "include.path", str(included))
    git(site.root, "config", "log.showSignature", "true")
    site.file("kept.txt", "2")
    os.utime(site.root / ".gitignore", (1, 1))
    results = looked(
        site,
        {
            "looked": "git: {file: kept.txt}, expect: {dirty: true, state: modified, changed: {not: {contains: .gitignore}}}"
        },
    )
    # Where a run comes from is asked of git as well.
    assert (said(results), stolen.exists()) == ({"looked": ("passed", "")}, False)

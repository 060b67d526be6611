"""`--since REV` means what a change touches, says why, and starts nothing that the repository configures."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.docs.test_check_type import SHOWN, installed
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
          - {id: reads, file: {path: data/a.txt}, expect: {exists: true}}
          - {id: declares, file: {path: docs}, expect: {exists: true}, inputs: ["more/*.txt"]}
          - {id: varies, matching: {value: "${{ vars.wanted }}"}, expect: {value: 1}}
          - {id: calls, python: {function: looks.look}, expect: {facts: {value: 1}}}
          - {id: stays, file: {path: docs/index.md}, expect: {exists: true}}
"""
LOOKS = """from proofbook.checking import check


@check(facts={"value": "one"})
def look() -> dict[str, int]:
    return {"value": 1}
"""
CHANGELOG = "changelog: {path: CHANGELOG.md}, expect: {entries: {ge: 1}}"
EVERY = {"reads", "declares", "varies", "calls", "stays"}


def git(site: Site, *arguments: str) -> None:
    """Run git as somebody."""
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=site.root, check=True, capture_output=True)


@pytest.fixture
def kept(site: Site) -> Site:
    """A site with one commit."""
    site.settings(allow="{files: true, python: true}", vars="{wanted: 1}").write(book=BOOK)
    for name, text in {"data/a.txt": "a", "more/b.txt": "b", "docs/index.md": "# Home\n"}.items():
        site.file(name, text)
    site.file("checks/looks.py", LOOKS)
    git(site, "init", "-q")
    git(site, "add", "-A")
    git(site, "commit", "-qm", "One")
    return site


def touched(site: Site) -> dict[str, str]:
    """What would be looked at, with why."""
    done = site.proofbook("plan", "--since", "HEAD")
    assert 0 == done.code, done.err
    lines = [line.split("  ") for line in done.out.splitlines() if line.startswith("  ")]
    for line in lines:
        assert line[1] != "skipped" or "HEAD" not in line[-1] or line[-1] == "not selected (unchanged since HEAD)"
    meant = [line for line in lines if "unchanged since" not in line[-1]]
    # One that is not permitted is meant all the same.
    return {line[2]: line[-1].partition("; ")[2] for line in meant if line[2] in EVERY}


def test_nothing_changed(kept: Site) -> None:
    """Then nothing is meant, and a run that looks at nothing proves nothing."""
    assert {} == touched(kept)
    assert 3 == kept.proofbook("run", "--since", "HEAD").code


@pytest.mark.parametrize(
    ("file", "text", "name", "why"),
    [
        ("data/a.txt", "other", "reads", "data/a.txt changed"),
        ("more/c.txt", "new", "declares", "more/c.txt changed"),
        (
            "checks/looks.py",
            LOOKS.replace("1}", "2}"),
            "calls",
            "checks/looks.py changed",
        ),
    ],
)
def test_files(kept: Site, file: str, text: str, name: str, why: str) -> None:
    """A file that a check reads, declares as its input, or is made of."""
    kept.file(file, text)
    assert {name: why} == touched(kept)


def test_definition_and_variable(kept: Site) -> None:
    """What decides a check counts; prose around it does not."""
    kept.write(book=BOOK.replace("instructions: Look.", "instructions: Look well."))
    assert {} == touched(kept)
    kept.write(book=BOOK.replace("docs/index.md}, expect: {exists: true}", "docs/index.md}, expect: {type: file}"))
    assert {"stays": "its definition changed"} == touched(kept)
    kept.write(book=BOOK).settings(allow="{files: true, python: true}", vars="{wanted: 2}")
    assert {"varies": "vars.wanted changed"} == touched(kept)


@pytest.mark.parametrize("revision", ["nowhere", "--output=x"])
def test_unknown_revision(kept: Site, revision: str) -> None:
    """It is an error of usage, and none is taken for an option of git."""
    done = kept.proofbook("plan", f"--since={revision}")
    assert (2, True) == (done.code, f"git knows no revision '{revision}'" in done.err), done.err


def test_nothing_starts(kept: Site) -> None:
    """Filters and hooks that a repository configures are programs; none runs."""
    for key in ("filter.x.clean", "diff.x.textconv", "diff.external", "core.fsmonitor"):
        git(kept, "config", key, "touch started; cat")
    kept.file(".gitattributes", "* filter=x diff=x\n")
    kept.file("data/a.txt", "other")
    assert "reads" in touched(kept)
    assert not (kept.root / "started").exists()


@pytest.mark.parametrize(
    ("subject", "file", "why"),
    [
        ("SITE", "docs/index.md", "docs/index.md changed"),
        ("SITE", "data/a.txt", None),
        ("REPOSITORY", "data/a.txt", "it looks at the repository itself"),
        ("LIVE", "docs/index.md", None),
    ],
)
def test_types_of_others(
    kept: Site, tmp_path_factory: pytest.TempPathFactory, subject: str, file: str, why: str
) -> None:
    """What the check type of a package looks at is what it says, as for ours."""
    folder = tmp_path_factory.mktemp("packages")
    path = installed(folder)
    module = Path(path) / "proofbook_changelog.py"
    module.write_text(f"{SHOWN['proofbook_changelog.py']}\nSUBJECT = '{subject.lower()}'\n")
    kept.write(book=BOOK.replace('matching: {value: "${{ vars.wanted }}"}, expect: {value: 1}', CHANGELOG))
    git(kept, "commit", "-qam", "Two")
    kept.file(file, "# Other\n")
    done = kept.proofbook("plan", "--since", "HEAD", PYTHONPATH=path)
    (line,) = (line for line in done.out.splitlines() if " varies " in line)
    assert (why or "unchanged since HEAD") in line, done

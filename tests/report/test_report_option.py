"""`--report`, as a pipeline uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.run.test_checks import book
from tests.sites import Site


@pytest.fixture
def red(site: Site) -> Site:
    """A site whose only check fails."""
    return site.write(book=book("{id: bad, file: {path: nowhere}, expect: {exists: true}}"))


def test_several(red: Site) -> None:
    """Several reports of one run, into files; people still read theirs; the exit code is the gate's."""
    done = red.proofbook(
        "run", "--report", "junit=out/junit.xml", "--report", "sarif=out/a.sarif", "--report", "json=out/r.json"
    )
    assert (1, True) == (done.code, "gate: failed (1 failed)" in done.out)
    assert ["a.sarif", "junit.xml", "r.json"] == sorted(path.name for path in (red.root / "out").iterdir())
    assert json.loads((red.root / "out/r.json").read_text()) == red.results


@pytest.mark.parametrize("wanted", ["json", "json=-"])
def test_standard_output(red: Site, wanted: str) -> None:
    """A report on standard output has it for itself; what people read goes to standard error."""
    done = red.proofbook("run", "--report", wanted)
    assert not (red.root / "-").exists()
    assert (red.results, True) == (json.loads(done.out), "gate: failed (1 failed)" in done.err)
    assert red.proofbook("report", "--report", "text").out.endswith("gate: failed (1 failed)\n")


def test_step_summary(red: Site, tmp_path: Path) -> None:
    """The summary goes where GitHub wants it, after what is there already."""
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    done = red.proofbook("run", "--report", "summary", "--report", "github", GITHUB_STEP_SUMMARY=str(summary))
    assert done.out.startswith("::error file=runbooks/book.yml,title=bad%3A failed,line=9,col=9::exists")
    assert summary.read_text().startswith("before\n### ❌ Proofbook: failed\n")


def test_again(red: Site) -> None:
    """`proofbook report` tells the last run again, with its exit code, and looks at nothing."""
    red.proofbook("run")
    before = (red.root / ".proofbook/results.json").read_bytes()
    red.file("nowhere", "now it is there")
    done = red.proofbook("report", "--report", "prometheus=/dev/stdout")
    assert (1, True) == (done.code, "proofbook_gate_exit_code 1.0" in done.out)
    assert before == (red.root / ".proofbook/results.json").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--report", "junitt"], "there is no format 'junitt'; did you mean `junit`?"),
        (["--report", "xyz"], "there is no format 'xyz'; there are text, json, junit"),
        (["--report", "json", "--report", "junit"], "json and junit cannot both go to standard output"),
        (["--report", "json=docs"], "cannot write the json report to docs"),
    ],
)
def test_wrong_usage(red: Site, arguments: list[str], words: str) -> None:
    """What cannot be written says why."""
    done = red.proofbook("run", *arguments)
    assert (2, True) == (done.code, words in done.err)

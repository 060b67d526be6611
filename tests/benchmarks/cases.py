"""What is measured: each case builds its site, runs both sides and says what was hoped for."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from proofbook.schema import document_schema
from tests.benchmarks.building import build_large_site, build_largest_site, build_site, save_one
from tests.benchmarks.commands import beside_markdown_exec, beside_testinfra, run_commands
from tests.benchmarks.documents import runbook
from tests.benchmarks.measuring import Ratio, pair, timed
from tests.benchmarks.requests import run_requests
from tests.sites import BIN, Site

PROOFBOOK = str(BIN / "proofbook")
PYTHON = sys.executable


def start_version(folder: Path) -> Ratio:
    """`proofbook --version` against a bare interpreter."""
    ours, theirs = pair([PROOFBOOK, "--version"], [PYTHON, "-c", "pass"], folder, runs=7, figure="cpu")
    return Ratio(
        "proofbook --version / python -c pass",
        ours,
        theirs,
        "at most 6 (120 ms where Python takes 20)",
        ours / theirs <= 6,
        "CPU, median of 7",
    )


def start_validate(folder: Path) -> Ratio:
    """`proofbook validate` of one document against a bare interpreter."""
    Site(folder).settings().write(one=runbook(0, 1, "file: {path: docs}, expect: {exists: true}"))
    ours, theirs = pair([PROOFBOOK, "validate"], [PYTHON, "-c", "pass"], folder, runs=5, figure="cpu")
    return Ratio(
        "validate one document / python -c pass",
        ours,
        theirs,
        "at most 15 (300 ms where Python takes 20)",
        ours / theirs <= 15,
        "CPU, median of 5",
    )


def validate_many(folder: Path, documents: int = 1000) -> Ratio:
    """Runbooks of eight steps against check-jsonschema with the same schema."""
    site = Site(folder).settings()
    check = 'http: {url: "http://127.0.0.1/"}, expect: {status: 200, json: {$.status: ok}}'
    site.write(**{f"book-{at}": runbook(at, 8, check) for at in range(documents)})
    (folder / "schema.json").write_text(json.dumps(document_schema("runbook")))
    files = sorted(str(path) for path in (folder / "runbooks").iterdir())
    theirs = [str(BIN / "check-jsonschema"), "--schemafile", "schema.json", *files]
    mine, other = pair([PROOFBOOK, "validate"], theirs, folder, runs=1, figure="cpu", warm=False)
    return Ratio(
        f"validate {documents} runbooks / check-jsonschema",
        mine,
        other,
        "at most 0.1",
        mine / other <= 0.1,
        "CPU, once",
    )


def run_reused(folder: Path, checks: int = 500) -> Ratio:
    """Five hundred reused checks against a bare interpreter; the promise is half a second."""
    (folder / "data.json").write_text('{"a": 1}')
    check = "document: {path: data.json}, expect: {data: {$.a: 1}}"
    Site(folder).settings().write(many=runbook(0, checks, check))
    ours, other = pair([PROOFBOOK, "run"], [PYTHON, "-c", "pass"], folder, runs=3, figure="wall")
    return Ratio(
        f"run {checks} reused checks / python -c pass",
        ours,
        other,
        "ours under 0.5 s",
        ours < 0.5,
        "wall clock, median of 3",
    )


def match_many(folder: Path, checks: int = 4000) -> Ratio:
    """Many `matching` checks against as many times the share of each in a thousand."""
    few, many = folder / "few", folder / "many"
    for place, number in ((few, 1000), (many, checks)):
        place.mkdir()
        check = "matching: {value: 1}, expect: {value: 1}"
        # A document has its limit of size: a thousand to each.
        Site(place).settings().write(**{f"book-{at}": runbook(at, 1000, check) for at in range(number // 1000)})
        timed([PROOFBOOK, "run"], place)
    ours, theirs = timed([PROOFBOOK, "run"], many).cpu, timed([PROOFBOOK, "run"], few).cpu * checks / 1000
    return _linear(f"run {checks} matching checks / {checks // 1000} times 1000", ours, theirs)


def validate_linear(folder: Path, documents: int = 10_000) -> Ratio:
    """Ten thousand runbooks against ten times a thousand."""
    few, many = folder / "few", folder / "many"
    for place, number in ((few, documents // 10), (many, documents)):
        place.mkdir()
        check = "file: {path: docs}, expect: {exists: true}"
        Site(place).settings().write(**{f"book-{at}": runbook(at, 8, check) for at in range(number)})
    ours, theirs = timed([PROOFBOOK, "validate"], many).cpu, timed([PROOFBOOK, "validate"], few).cpu * 10
    return _linear(f"validate {documents} runbooks / 10 times {documents // 10}", ours, theirs)


def _linear(name: str, ours: float, theirs: float) -> Ratio:
    return Ratio(name, ours, theirs, "at most 1.2: linear", ours / theirs <= 1.2, "CPU, once")


def match_ten_thousand(folder: Path) -> Ratio:
    """The promise in full size."""
    return match_many(folder, 10_000)


CASES = (
    start_version,
    start_validate,
    validate_many,
    run_commands,
    beside_testinfra,
    beside_markdown_exec,
    run_reused,
    run_requests,
    match_many,
    build_site,
    save_one,
)
#: Minutes, all together: by `--full` alone.
LONG = (validate_linear, match_ten_thousand, build_large_site, build_largest_site)

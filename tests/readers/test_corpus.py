"""Reports of real tools, counted once by other means. They are read, never executed, and not part of this repository."""

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from proofbook.check_types.readers import read_report
from tests.conftest import CORPUS, lacking

FOLDERS = ("reports/junit", "reports/other-test-formats", "torture/handmade")
FIELDS = {"suites": "suites", "testcases": "tests", "failure": "failures", "error": "errors", "skipped": "skipped"}

#: What files that are no JUnit report, or no report that may be read, are told.
REFUSED = {
    "reports/junit/EnricoMi/non-junit.xml": "is XML with the root element <suites>",
    "reports/junit/EnricoMi/pytest/corrupt-xml.xml": "is not well-formed XML",
    "reports/junit/dorny-test-reporter/dotnet-nunit.xml": "is an NUnit 3 report",
    "reports/junit/dorny-test-reporter/dotnet-trx.trx": "is a Visual Studio TRX report",
    "reports/junit/dorny-test-reporter/empty/dotnet-trx.trx": "is a Visual Studio TRX report",
    "reports/junit/dorny-test-reporter/external/SilentNotes.trx": "is a Visual Studio TRX report",
    "reports/junit/dorny-test-reporter/external/nunit-sample.xml": "is an NUnit 3 report",
    "reports/other-test-formats/EnricoMi/nunit/mstest/clicketyclackety.xml": "is a part of an NUnit report",
    "reports/other-test-formats/EnricoMi/nunit/mstest/pickles.xml": "is an NUnit 2 report",
    "reports/other-test-formats/EnricoMi/nunit/nunit3/jenkins/NUnit-sec1752-https.xml": "is refused: EntitiesForbidden",
    "reports/other-test-formats/EnricoMi/trx/mstest/pickles.trx": "is a Visual Studio TRX report",
    "reports/other-test-formats/EnricoMi/trx/nunit/SilentNotes.trx": "is a Visual Studio TRX report",
    "reports/other-test-formats/EnricoMi/trx/xunit/xUnit-netcoreapp3.1-sample.trx": "is a Visual Studio TRX report",
    "reports/other-test-formats/EnricoMi/trx/yami_YAMILEX_2015-10-24_04_18_59.trx": "is a Visual Studio TRX report",
    "reports/other-test-formats/EnricoMi/xunit/mstest/jenkinsci/testcase1.xml": "is an xUnit.net report",
    "reports/other-test-formats/EnricoMi/xunit/mstest/jenkinsci/testcase6.xml": "is an xUnit.net report",
    "torture/handmade/cobertura-rate-over-one.xml": "is a coverage report",
    "torture/handmade/xml-billion-laughs-junit.xml": "is refused: EntitiesForbidden",
    "torture/handmade/xml-parameter-entity-junit.xml": "is refused: EntitiesForbidden",
    "torture/handmade/xml-truncated-junit.xml": "is not well-formed XML",
}

#: Files that were made later than the expected counts, and what they hold.
ALSO = {
    "torture/handmade/xml-negative-time-junit.xml": {
        "suites": 1,
        "testcases": 2,
        "failure": 0,
        "error": 0,
        "skipped": 0,
    },
    "torture/handmade/xml-utf16-junit.xml": {"suites": 1, "testcases": 1, "failure": 0, "error": 0, "skipped": 0},
}

#: Cases that say `status="disabled"` hold no `<skipped>`; the tool that wrote them says how many passed.
PASSED = {"reports/junit/EnricoMi/tst/disabled.xml": (6, 5)}

FILES = sorted(path for folder in FOLDERS for path in (CORPUS / folder).rglob("*") if path.suffix in {".xml", ".trx"})


@pytest.fixture(scope="module")
def expected() -> Mapping[str, Any]:
    """The counts that were made with other code."""
    if not FILES:
        lacking("corpus of reports beside the repository")
    counts: dict[str, Any] = json.loads((CORPUS / "expected/report_counts.json").read_text())
    return {**counts, **ALSO}


def name(path: Path) -> str:
    return path.relative_to(CORPUS).as_posix()


def test_every_report_of_real_tools_is_read_or_refused_by_name(expected: Mapping[str, Any]) -> None:
    """Every JUnit file counts as it was counted by other means, and every other file is named for what it is."""
    found, wanted = {}, {}
    for file in map(name, FILES):
        wanted[file] = REFUSED.get(file) or {field: expected[file][field] for field in FIELDS}
        try:
            facts = read_report((CORPUS / file).read_bytes(), file)
            found[file] = {field: facts[fact] for field, fact in FIELDS.items()}
        except ValueError as error:
            told = str(error).removeprefix(f"{file} ")
            found[file] = REFUSED[file] if told.startswith(REFUSED.get(file, "?")) else told
    assert wanted == found


@pytest.mark.parametrize("file", PASSED)
def test_what_was_disabled_did_not_pass(expected: Mapping[str, Any], file: str) -> None:
    """Test cases that say they were disabled are counted apart and never as passed."""
    assert expected
    facts = read_report((CORPUS / file).read_bytes(), file)
    assert PASSED[file] == (facts["passed"], facts["disabled"])


def test_no_report_takes_long(expected: Mapping[str, Any]) -> None:
    """Every file, hostile ones among them, is read or refused in a moment."""
    assert expected
    slow = []
    for path in FILES:
        begun = time.monotonic()
        with suppress(ValueError):
            read_report(path.read_bytes(), path.name)
        if time.monotonic() - begun > 2:
            slow.append(name(path))
    assert slow == []

"""Reports of real tools, counted once by other means. They are read, never executed, and not part of this repository."""

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from proofbook.check_types.readers import FORMATS, read_report
from tests.conftest import CORPUS, lacking

FILES = sorted(
    path
    for folder in ("reports", "torture/handmade")
    for path in (CORPUS / folder).rglob("*")
    if path.is_file() and not path.name.endswith((".md", ".txt", ".exception", ".results.json"))
)

Facts = Mapping[str, Any]

#: What was counted by other means, made of the facts of each format.
COUNTED: Mapping[str, Callable[[Facts], dict[str, Any]]] = {
    "junit": lambda facts: {
        "suites": facts["suites"],
        "testcases": facts["tests"],
        "failure": facts["failures"],
        "error": facts["errors"],
        "skipped": facts["skipped"],
    },
    "cobertura": lambda facts: {"class_lines": facts["lines"], "class_lines_hit": facts["lines_covered"]},
    "sarif": lambda facts: {
        "version": "2.1.0",
        "runs": facts["runs"],
        "results": facts["results"],
        "suppressed": facts["suppressions"],
        "tools": facts["tools"],
        "None": facts["unstated"],
    },
    "trivy": lambda facts: {
        "vulns": {name.upper(): number for name, number in facts["severities"].items() if number},
        "misconf_fail": facts["misconfigurations"],
    },
    "pip-audit": lambda facts: {
        "dependencies": facts["dependencies"],
        "vulns": facts["vulnerabilities"],
        "skipped": facts["not_audited"],
    },
    "cyclonedx-json": lambda facts: {
        "specVersion": facts["spec_version"],
        "components": facts["components"],
        "vulnerabilities": facts["vulnerabilities"],
    },
    "cyclonedx-xml": lambda facts: {
        "ns": f"http://cyclonedx.org/schema/bom/{facts['spec_version']}",
        "components": facts["components"],
    },
    "lighthouse": lambda facts: {"version": facts["version"], "scores": facts["scores"]},
    "k6-handleSummary": lambda facts: {
        "checks_passes": facts["checks_passed"],
        "checks_fails": facts["checks_failed"],
        "thresholds": (facts["thresholds"], facts["crossed"]),
    },
    "pytest-benchmark": lambda facts: {"benchmarks": facts["names"]},
}
COUNTED = {**COUNTED, "k6-legacy-summary-export": COUNTED["k6-handleSummary"]}

#: What is stated by a report itself, and deliberately not believed; levels are looked at below.
NOT_BELIEVED = {"format", "line-rate", "branch-rate", "lines-covered", "lines-valid", "explicit_levels", "classes"}

#: What files that are read as nothing are told. The others have their counts in `expected/report_counts.json`.
TOLD = {
    "Clover.xml": "a Clover report",
    "Clover_OpenClover4.3.1.xml": "a Clover report",
    "DynamicCodeCoverage.xml": "a Visual Studio report of coverage",
    "DynamicCodeCoverage_dotnet-coverage.xml": "a Visual Studio report of coverage",
    "MultiPartcover2.2.xml": "XML with the root element <root>",
    "MultiPartcover2.3.xml": "XML with the root element <root>",
    "NCover1.5.8.xml": "an NCover report",
    "NUnit-sec1752-https.xml": "refused: EntitiesForbidden",
    "OpenCover_coverlet.xml": "an OpenCover report",
    "Partcover2.2.xml": "a PartCover report",
    "SilentNotes.trx": "a Visual Studio TRX report",
    "SonarQube.xml": "SonarQube's report of coverage",
    "VisualStudio2010.coveragexml": "a Visual Studio report of coverage",
    "bandit.json": "Bandit's JSON",
    "budgets.json": "a budget of Lighthouse",
    "check1_annotations.json": "OSSF Scorecard's JSON",
    "check2.json": "OSSF Scorecard's JSON",
    "check3.json": "OSSF Scorecard's JSON",
    "check4.json": "OSSF Scorecard's JSON",
    "check5.json": "OSSF Scorecard's JSON",
    "clicketyclackety.xml": "a part of an NUnit report",
    "corrupt-xml.xml": "not well-formed XML",
    "count-0.2.0-plugin.txt.golden": "neither XML nor JSON",
    "coverage.lcov": "an lcov report",
    "dart-json.json": "a stream of Dart's tests",
    "dotCover.xml": "a dotCover report",
    "dotnet-nunit.xml": "an NUnit 3 report",
    "dotnet-trx.trx": "a Visual Studio TRX report",
    "json-big-int.json": "JSON with the keys",
    "json-bom.json": "JSON with the keys",
    "json-deep-nesting.json": "refused: nested too deep",
    "json-duplicate-keys.json": "JSON with the keys",
    "lcov.info": "an lcov report",
    "lighthouserc-extended.json": "Lighthouse CI's configuration",
    "lighthouserc.json": "Lighthouse CI's configuration",
    "malformed-json.json": "not valid JSON",
    "mocha-json.json": "mocha's JSON",
    "mprof-report.xml": "a coverage report of another tool",
    "node.tap": "a TAP stream",
    "non-json.json": "neither XML nor JSON",
    "non-junit.xml": "XML with the root element <suites>",
    "nunit-sample.xml": "an NUnit 3 report",
    "perl-test-more.tap": "a TAP stream",
    "pickles.trx": "a Visual Studio TRX report",
    "pickles.xml": "an NUnit 2 report",
    "pytest-json-report.json": "a JSON report of pytest",
    "rspec-json.json": "RSpec's JSON",
    "ruff.json": "ruff's JSON",
    "tap-13-yamlish.tap": "a TAP stream",
    "testcase1.xml": "an xUnit.net report",
    "testcase6.xml": "an xUnit.net report",
    "xml-billion-laughs-junit.xml": "refused: EntitiesForbidden",
    "xml-parameter-entity-junit.xml": "refused: EntitiesForbidden",
    "xml-truncated-junit.xml": "not well-formed XML",
    "xUnit-netcoreapp3.1-sample.trx": "a Visual Studio TRX report",
    "yaml-empty.yaml": "empty",
    "yami_YAMILEX_2015-10-24_04_18_59.trx": "a Visual Studio TRX report",
}

#: Files that were made later than the expected counts, and what they hold.
JUNIT = {"format": "junit", "suites": 1, "failure": 0, "error": 0, "skipped": 0}
ALSO: Mapping[str, dict[str, Any]] = {
    "torture/handmade/xml-negative-time-junit.xml": {**JUNIT, "testcases": 2},
    "torture/handmade/xml-utf16-junit.xml": {**JUNIT, "testcases": 1},
    "torture/handmade/cobertura-rate-over-one.xml": {"format": "cobertura", "class_lines": 0, "class_lines_hit": 0},
    "torture/handmade/sarif-level-variants.sarif": {
        "format": "sarif",
        "version": "2.1.0",
        "runs": 1,
        "results": 5,
        "suppressed": 1,
        "tools": ["t"],
        "explicit_levels": {"None": 4, "none": 1},
    },
    "reports/coverage/generated/coverage.json": {"format": "coverage.py"},
}

#: Cases that say `status="disabled"` hold no `<skipped>`; the tool that wrote them says how many passed.
PASSED = {"reports/junit/EnricoMi/tst/disabled.xml": (6, 5)}

#: Levels of findings with the default of their rule, without what is suppressed, gone or no failure; looked up by hand.
LEVELS = {
    "reports/sarif/sarif-tutorials/Suppressions.sarif": {"error": 0, "warning": 6, "note": 0, "none": 0},
    "reports/sarif/sarif-tutorials/Taxonomies.sarif": {"error": 1, "warning": 1, "note": 0, "none": 0},
    "reports/sarif/ossf-scorecard/check8.sarif": {"error": 6, "warning": 0, "note": 0, "none": 0},
    "reports/sarif/generated/bandit.sarif": {"error": 2, "warning": 3, "note": 4, "none": 0},
    "reports/sarif/generated/ruff.sarif": {"error": 25, "warning": 0, "note": 0, "none": 0},
    "torture/handmade/sarif-level-variants.sarif": {"error": 1, "warning": 1, "note": 0, "none": 0},
}


@pytest.fixture(scope="module")
def expected() -> Mapping[str, Any]:
    """The counts that were made with other code."""
    if not FILES:
        lacking("corpus of reports beside the repository")
    counts: dict[str, Any] = json.loads((CORPUS / "expected/report_counts.json").read_text())
    return {**counts, **ALSO}


def name(path: Path) -> str:
    return path.relative_to(CORPUS).as_posix()


def wanted(counts: dict[str, Any]) -> dict[str, Any]:
    """What was counted by other means, without what is not believed."""
    made = {key: value for key, value in counts.items() if key not in NOT_BELIEVED}
    if counts["format"] == "sarif":
        made["None"] = counts["explicit_levels"].get("None", 0)
    if "thresholds" in made:
        every = [(f"{metric}: {one}", ok) for metric, some in made["thresholds"].items() for one, ok in some.items()]
        made["thresholds"] = (len(every), [one for one, ok in every if not ok])
    return made


def test_every_report_is_counted_as_by_other_means_or_refused_by_name(expected: Mapping[str, Any]) -> None:
    """Every file of a format that is read has the counts it has; every other file is named for what it is."""
    found, hoped = {}, {}
    for file in map(name, FILES):
        counts = expected.get(file, {})
        hoped[file] = wanted(counts) if counts.get("format") in {*COUNTED, *FORMATS} else "refused"
        try:
            facts = read_report((CORPUS / file).read_bytes(), file)
            found[file] = COUNTED.get(counts.get("format", ""), lambda _: {})(facts)
        except ValueError as error:
            told = TOLD.get(Path(file).name, "neither XML nor JSON")
            found[file] = "refused" if str(error).startswith(f"{file} is {told}") else str(error)
    assert hoped == found
    assert set(expected) - set(ALSO) <= set(hoped)


def test_levels_come_from_rules_where_results_state_none(expected: Mapping[str, Any]) -> None:
    """A result without a level has its rule's, else it is a warning; what is suppressed or gone is no finding."""
    assert expected
    assert {file: read_report((CORPUS / file).read_bytes(), file)["levels"] for file in LEVELS} == LEVELS


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
        begun = time.process_time()
        with suppress(ValueError):
            read_report(path.read_bytes(), path.name)
        if time.process_time() - begun > 2:
            slow.append(name(path))
    assert slow == []

"""Reports that are not read, told by name, with the format that their tools write or others make of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: Root elements without their namespace, what has them, and what would be read instead.
XML: Mapping[str, tuple[str, str]] = {
    "test-run": ("an NUnit 3 report", "junit"),
    "test-results": ("an NUnit 2 report", "junit"),
    "test-suite": ("a part of an NUnit report", "junit"),
    "assemblies": ("an xUnit.net report", "junit"),
    "assembly": ("a part of an xUnit.net report", "junit"),
    "TestRun": ("a Visual Studio TRX report", "junit"),
    "testng-results": ("a TestNG report", "junit"),
    "testExecutions": ("SonarQube's report of tests", "junit"),
    "robot": ("Robot Framework's output", "junit"),
    "execution": ("a report of Open Test Reporting", "junit"),
    "events": ("a stream of Open Test Reporting", "junit"),
    "report": ("a JaCoCo coverage report", "cobertura"),
    "CoverageSession": ("an OpenCover report", "cobertura"),
    "PartCoverReport": ("a PartCover report", "cobertura"),
    "Root": ("a dotCover report", "cobertura"),
    "scoverage": ("a Scoverage report", "cobertura"),
    "results": ("a Visual Studio report of coverage", "cobertura"),
    "CoverageDSPriv": ("a Visual Studio report of coverage", "cobertura"),
    "checkstyle": ("a Checkstyle report", "sarif"),
    "pmd": ("a PMD report", "sarif"),
    "BugCollection": ("a SpotBugs report", "sarif"),
    "bom": ("a bill of materials of an unknown version", "cyclonedx"),
    "RDF": ("an RDF document, as SPDX is", "cyclonedx"),
}

#: Roots called `coverage`, told by an attribute.
COVERAGE: Mapping[str, str] = {
    "clover": "a Clover report",
    "generated": "a Clover report",
    "profilerVersion": "an NCover report",
}

#: Keys that stand outermost, or first in a list (which has the key ""), most telling ones first.
JSON: tuple[tuple[frozenset[str], str, str], ...] = (
    (frozenset({"", "Target"}), "a report of Trivy before its version 0.20", "trivy"),
    (frozenset({"", "code", "filename", "location"}), "ruff's JSON", "sarif"),
    (frozenset({"", "filePath", "messages"}), "ESLint's JSON", "sarif"),
    (frozenset({"", "level", "code", "line", "file"}), "hadolint's JSON", "sarif"),
    (frozenset({"", "RuleID", "Secret"}), "a report of gitleaks", "sarif"),
    (frozenset({"", "check_name", "fingerprint"}), "a Code Climate report", "sarif"),
    (frozenset({"", "name", "version", "vulns"}), "a JSON report of pip-audit before its version 2", "pip-audit"),
    (frozenset({"generated_at", "metrics", "results", "errors"}), "Bandit's JSON", "sarif"),
    (frozenset({"results", "errors", "paths"}), "Semgrep's JSON", "sarif"),
    (frozenset({"$schema", "issues"}), "a list of issues", "sarif"),
    (frozenset({"date", "repo", "scorecard", "checks"}), "OSSF Scorecard's JSON", "sarif"),
    (frozenset({"matches", "source", "descriptor"}), "Grype's JSON", "sarif"),
    (frozenset({"results", "experimental_config"}), "OSV-Scanner's JSON", "sarif"),
    (frozenset({"check_type", "results", "summary"}), "Checkov's JSON", "sarif"),
    (frozenset({"", "check_type", "results", "summary"}), "Checkov's JSON", "sarif"),
    (frozenset({"report_meta", "vulnerabilities"}), "a report of Safety", "pip-audit"),
    (frozenset({"artifacts", "artifactRelationships"}), "Syft's JSON", "cyclonedx"),
    (frozenset({"auditReportVersion"}), "a report of npm audit", "sarif"),
    (frozenset({"vulnerabilities", "packageManager"}), "a report of Snyk", "sarif"),
    (frozenset({"vulnerabilities", "dependencyCount"}), "a report of Snyk", "sarif"),
    (frozenset({"vulnerabilities", "scan"}), "a GitLab security report", "sarif"),
    (frozenset({"spdxVersion"}), "an SPDX document", "cyclonedx"),
    (frozenset({"spdxId"}), "an SPDX document", "cyclonedx"),
    (frozenset({"numTotalTests", "testResults"}), "Jest's JSON", "junit"),
    (frozenset({"exitcode", "summary", "tests"}), "a JSON report of pytest", "junit"),
    (frozenset({"stats", "tests", "passes", "failures"}), "mocha's JSON", "junit"),
    (frozenset({"stats", "results"}), "mochawesome's JSON", "junit"),
    (frozenset({"examples", "summary_line"}), "RSpec's JSON", "junit"),
    (frozenset({"examples", "summary", "version"}), "RSpec's JSON", "junit"),
    (frozenset({"config", "suites", "stats"}), "Playwright's JSON", "junit"),
    (frozenset({"uuid", "historyId", "status"}), "a result of Allure", "junit"),
    (frozenset({"protocolVersion", "runnerVersion"}), "a stream of Dart's tests", "junit"),
    (frozenset({"Time", "Action", "Package"}), "a stream of go test", "junit"),
    (frozenset({"results", "reportFormat"}), "a CTRF report", "junit"),
    (frozenset({"", "uri", "elements"}), "a Cucumber report", "junit"),
    (frozenset({"context", "benchmarks"}), "a report of Google Benchmark", "pytest-benchmark"),
    (frozenset({"", "jmhVersion", "primaryMetric"}), "a report of JMH", "pytest-benchmark"),
    (frozenset({"testEngine", "violations"}), "axe's JSON", "lighthouse"),
    (frozenset({"latencies", "status_codes"}), "a report of Vegeta", "k6"),
    (frozenset({"aggregate", "intermediate"}), "a report of Artillery", "k6"),
    (frozenset({"total"}), "a summary of Istanbul", "cobertura"),
    (frozenset({"ci"}), "Lighthouse CI's configuration", "lighthouse"),
    (frozenset({"", "resourceSizes"}), "a budget of Lighthouse", "lighthouse"),
)

#: How texts begin that are neither XML nor JSON.
TEXT: Mapping[bytes, tuple[str, str]] = {
    b"TN:": ("an lcov report", "cobertura"),
    b"SF:": ("an lcov report", "cobertura"),
    b"mode: ": ("a coverage profile of Go", "cobertura"),
    b"goos: ": ("benchmarks of go test", "pytest-benchmark"),
    b"TAP version": ("a TAP stream", "junit"),
    b"1..": ("a TAP stream", "junit"),
    b"ok ": ("a TAP stream", "junit"),
    b"not ok ": ("a TAP stream", "junit"),
    b"\x1f\x8b": ("compressed with gzip; unpack it first", ""),
    b"PK\x03\x04": ("a ZIP archive; unpack it first", ""),
    b"BZh": ("compressed with bzip2; unpack it first", ""),
    b"(\xb5/\xfd": ("compressed with Zstandard; unpack it first", ""),
}


def xml_look_alike(root: Element) -> tuple[str, str]:
    """What a document with this root is, and the format that would be read instead."""
    if root.tag == "coverage":
        told = next(
            (words for name, words in COVERAGE.items() if name in root.attrib), "a coverage report of another tool"
        )
        return ("SonarQube's report of coverage" if root.attrib == {"version": "1"} else told), "cobertura"
    return XML.get(root.tag.rpartition("}")[2], (f"XML with the root element <{root.tag[:200]}>", ""))


def json_look_alike(top: Mapping[str, object]) -> tuple[str, str]:
    """What JSON with these outermost keys is, and the format that would be read instead."""
    told = next(((words, meant) for keys, words, meant in JSON if keys <= top.keys()), None)
    if told:
        return told
    keys = ", ".join(sorted(key[:40] for key in top if key)[:6])
    return (f"JSON with the keys {keys}" if keys else "JSON without any keys"), ""


def text_look_alike(data: bytes) -> tuple[str, str]:
    """What bytes are that begin neither as XML nor as JSON, and the format that would be read instead."""
    return next((told for start, told in TEXT.items() if data.startswith(start)), ("neither XML nor JSON", ""))

"""JUnit XML, as Jenkins, GitLab and most others read it.

Source: the common subset at github.com/testmoapp/junitxml; there is no official schema.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from proofbook.disarming import harmless
from proofbook.gate import Gate
from proofbook.model.results import Report, Result
from proofbook.model.status import Status

#: The child that each status has in a test case; those that are right have none.
CHILDREN = {
    Status.FAILED: "failure",
    Status.EXPIRED: "failure",
    Status.ERROR: "error",
    Status.STALE: "error",
    Status.BLOCKED: "skipped",
    Status.INSUFFICIENT_DATA: "skipped",
    Status.NOT_REVIEWED: "skipped",
    Status.SKIPPED: "skipped",
    Status.WAIVED: "skipped",
    Status.NOT_APPLICABLE: "skipped",
}


def report_junit(report: Report, gate: Gate) -> str:
    """A suite for the checks of each document and for each drill, a case for each check."""
    root = Element("testsuites", {"name": "proofbook", "time": f"{report.took_s:.3f}"} | _counts(report.results))
    for suite, some in groupby(sorted(report.results, key=_suite), key=_suite):
        _write_suite(SubElement(root, "testsuite", name=suite, timestamp=report.started.rstrip("Z")), list(some))
    _property(root[0] if len(root) else SubElement(root, "testsuite", name="proofbook"), "gate", gate.outcome)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(result: Result) -> str:
    return f"{result.document} ({result.drill})" if result.drill else result.document


def _write_suite(suite: Element, results: list[Result]) -> None:
    suite.attrib |= _counts(results) | {"time": f"{sum(one.took_s for one in results):.3f}"}
    SubElement(suite, "properties")
    for one in results:
        _write_case(suite, one)


def _counts(results: Iterable[Result]) -> dict[str, str]:
    children = [CHILDREN.get(one.status, "") for one in results]
    kinds = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    return {"tests": str(len(children))} | {name: str(children.count(kind)) for name, kind in kinds.items()}


def _write_case(suite: Element, one: Result) -> None:
    case = SubElement(
        suite,
        "testcase",
        name=one.key,
        classname=one.document,
        time=f"{one.took_s:.3f}",
        file=one.place.file,
        line=str(one.place.line),
    )
    _property(case, "status", one.status)
    _property(case, "environment", f"{one.environment} ({one.grade})")
    if kind := CHILDREN.get(one.status):
        said = _xml(f"{one.status.replace('_', ' ')}: {_reason(one)}")
        SubElement(case, kind, {"message": said, "type": str(one.status)}).text = said
    if one.output:
        SubElement(case, "system-out").text = _xml(one.output)


def _reason(one: Result) -> str:
    waiver = one.waiver
    return f"until {waiver.expires}: {waiver.justification} ({one.reason})" if waiver else one.reason


def _property(parent: Element, name: str, value: str) -> None:
    found = parent.find("properties")
    SubElement(SubElement(parent, "properties") if found is None else found, "property", name=name, value=value)


def _xml(text: str) -> str:
    """Text that XML can hold: controls shown, commands disarmed, and the two characters that are none left out."""
    return harmless(text).replace("\ufffe", "").replace("\uffff", "")

"""Reports of other tools, detected by their content and read into counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofbook.check_types.readers.junit import read_junit
from proofbook.check_types.readers.xml import parse_xml

#: Root elements of formats that look like JUnit to the eye and are not.
LOOK_ALIKES = {
    "test-run": "an NUnit 3 report",
    "test-results": "an NUnit 2 report",
    "test-suite": "a part of an NUnit report",
    "assemblies": "an xUnit.net report",
    "TestRun": "a Visual Studio TRX report",
    "coverage": "a coverage report",
    "report": "a JaCoCo coverage report",
    "checkstyle": "a Checkstyle report",
    "testng-results": "a TestNG report",
}


def read_report(data: bytes, path: str) -> Mapping[str, Any]:
    """The facts of a report.

    Raises:
        ValueError: it cannot be parsed, is hostile, or is of a format that is not read.
    """
    root = parse_xml(data, path)
    if root.tag in {"testsuites", "testsuite"}:
        return read_junit(root)
    told = LOOK_ALIKES.get(root.tag.rpartition("}")[2], f"XML with the root element <{root.tag}>")
    raise ValueError(f"{path} is {told}, not a JUnit report: its root would be <testsuites> or <testsuite>")

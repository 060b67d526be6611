"""JUnit XML. Children are counted; the `tests` and `failures` attributes are not believed.

Real files disagree with their own attributes (subtests, reruns, hand-made totals).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from proofbook.check_types.base import Fact
from proofbook.check_types.readers.base import Counts

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAME = "junit"
WORDS = "a JUnit report"
EXPECTED = "its root would be <testsuites> or <testsuite>"
WHOLE = frozenset({"testcase"})
FACTS = {
    "suites": Fact("test suites", "integer"),
    "tests": Fact("test cases, counted, not believed", "integer"),
    "passed": Fact("test cases that ran without failure, error or skip", "integer"),
    "failures": Fact("failed assertions", "integer"),
    "errors": Fact("errors", "integer"),
    "skipped": Fact("skipped test cases", "integer"),
    "disabled": Fact("test cases that say they were not run, and nothing else", "integer"),
    "failed_names": Fact("names of test cases that failed or broke", "list"),
}

BROKEN = ("failure", "error")
#: What test cases say that were not run although no `<skipped>` is in them (GoogleTest, tst).
NOT_RUN = frozenset({"disabled", "ignored", "notrun", "skipped", "suppressed"})


def recognises(root: Element) -> bool:
    """Whether this is the root of such a report."""
    return root.tag in {"testsuites", "testsuite"}


def count(elements: Iterable[Element]) -> Counts:
    """Counts of suites, cases and their results. A case may carry several results."""
    found: Counts = {**dict.fromkeys(FACTS, 0), "failed_names": []}
    for element in elements:
        if element.tag == "testsuite":
            found["suites"] += 1
        elif element.tag == "testcase":
            _add(element, found)
    return found


def _add(case: Element, found: Counts) -> None:
    silent = all(case.find(tag) is None for tag in (*BROKEN, "skipped"))
    found["tests"] += 1
    found["passed"] += silent and _ran(case)
    found["disabled"] += silent and not _ran(case)
    for fact, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        found[fact] += len(case.findall(tag))
    if any(case.find(tag) is not None for tag in BROKEN):
        found["failed_names"].append(_name(case))


def _ran(case: Element) -> bool:
    return not any(str(case.get(name)).lower() in NOT_RUN for name in ("status", "result"))


def _name(case: Element) -> str:
    names = (case.get("classname"), case.get("name"))
    return ".".join(name for name in names if name) or "(a test case without a name)"

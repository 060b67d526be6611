"""JUnit XML. Children are counted; the `tests` and `failures` attributes are not believed.

Real files disagree with their own attributes (subtests, reruns, hand-made totals).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

BROKEN = ("failure", "error")
#: What test cases say that were not run although no `<skipped>` is in them (GoogleTest, tst).
NOT_RUN = frozenset({"disabled", "ignored", "notrun", "skipped", "suppressed"})


def read_junit(root: Element) -> Mapping[str, Any]:
    """Counts of suites, cases and their results. A case may carry several results."""
    cases = list(root.iter("testcase"))
    return {
        "format": "junit",
        "suites": sum(1 for _ in root.iter("testsuite")),
        "tests": len(cases),
        "passed": sum(1 for case in cases if _passed(case)),
        "failures": _count(cases, "failure"),
        "errors": _count(cases, "error"),
        "skipped": _count(cases, "skipped"),
        "disabled": sum(1 for case in cases if _silent(case) and not _ran(case)),
        "failed_names": [_name(case) for case in cases if any(case.find(tag) is not None for tag in BROKEN)],
    }


def _count(cases: list[Element], tag: str) -> int:
    return sum(len(case.findall(tag)) for case in cases)


def _passed(case: Element) -> bool:
    return _silent(case) and _ran(case)


def _silent(case: Element) -> bool:
    """Whether it holds no word of anything but a pass."""
    return all(case.find(tag) is None for tag in (*BROKEN, "skipped"))


def _ran(case: Element) -> bool:
    return not any(str(case.get(name)).lower() in NOT_RUN for name in ("status", "result"))


def _name(case: Element) -> str:
    names = (case.get("classname"), case.get("name"))
    return ".".join(name for name in names if name) or "(a test case without a name)"

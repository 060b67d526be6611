"""pip-audit's JSON: the vulnerabilities of Python packages, and packages that it could not look at."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from proofbook.check_types.base import Fact
from proofbook.check_types.readers.base import Counts

NAME = "pip-audit"
WORDS = "a JSON report of pip-audit"
EXPECTED = "its outermost keys would be dependencies and fixes"
FACTS = {
    "dependencies": Fact("packages, those not audited too", "integer"),
    "not_audited": Fact("packages that could not be looked at", "integer"),
    "vulnerabilities": Fact("vulnerabilities, counted", "integer"),
    "fixable": Fact("vulnerabilities that a newer version mends", "integer"),
    "vulnerability_ids": Fact("their names, each once", "list"),
    "vulnerable": Fact("names of the packages that have any", "list"),
}


class _Vulnerability(Struct, frozen=True):
    id: str
    fix_versions: list[str] = []


class _Dependency(Struct, frozen=True):
    name: str
    skip_reason: str | None = None
    vulns: list[_Vulnerability] | None = None


class SHAPE(Struct, frozen=True):
    """What is read of the report."""

    dependencies: list[_Dependency]


def recognises(top: Mapping[str, msgspec.Raw]) -> bool:
    """Whether these are the outermost keys of such a report."""
    return {"dependencies", "fixes"} <= top.keys()


def count(report: SHAPE) -> Counts:
    """What was found over all packages. One without a list of vulnerabilities was not audited."""
    found = [one for dependency in report.dependencies for one in dependency.vulns or ()]
    return {
        "dependencies": len(report.dependencies),
        "not_audited": sum(one.vulns is None for one in report.dependencies),
        "vulnerabilities": len(found),
        "fixable": sum(bool(one.fix_versions) for one in found),
        "vulnerability_ids": sorted({one.id for one in found}),
        "vulnerable": sorted({one.name for one in report.dependencies if one.vulns}),
    }

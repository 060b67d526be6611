"""Trivy's JSON: vulnerabilities, misconfigurations and secrets of each target."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from proofbook.check_types.base import Fact
from proofbook.check_types.readers.base import Counts, by_severity

NAME = "trivy"
WORDS = "a JSON report of Trivy"
EXPECTED = "its outermost keys would be SchemaVersion and ArtifactName"
FACTS = {
    "targets": Fact("targets that were scanned", "integer"),
    "vulnerabilities": Fact("vulnerabilities, counted", "integer"),
    "severities": Fact(
        "vulnerabilities by severity: `critical`, `high`, `medium`, `low`, `unknown`", "object", select="name"
    ),
    "fixable": Fact("vulnerabilities that a newer version mends", "integer"),
    "vulnerability_ids": Fact("their names, each once", "list"),
    "misconfigurations": Fact("failed checks of configurations", "integer"),
    "secrets": Fact("secrets that were found", "integer"),
}


class _Vulnerability(Struct, frozen=True, rename="pascal"):
    id: str = msgspec.field(name="VulnerabilityID")
    severity: str = "unknown"
    fixed_version: str = ""


class _Misconfiguration(Struct, frozen=True, rename="pascal"):
    status: str = "FAIL"


class _Result(Struct, frozen=True, rename="pascal"):
    target: str
    vulnerabilities: list[_Vulnerability] | None = None
    misconfigurations: list[_Misconfiguration] | None = None
    secrets: list[msgspec.Raw] | None = None


class SHAPE(Struct, frozen=True, rename="pascal"):
    """What is read of the report."""

    results: list[_Result] | None = None


def recognises(top: Mapping[str, msgspec.Raw]) -> bool:
    """Whether these are the outermost keys of such a report."""
    return {"SchemaVersion", "ArtifactName"} <= top.keys()


def count(report: SHAPE) -> Counts:
    """What was found over all targets; of configurations only what failed."""
    results = report.results or []
    found = [one for result in results for one in result.vulnerabilities or ()]
    configurations = [one for result in results for one in result.misconfigurations or ()]
    return {
        "targets": len(results),
        "vulnerabilities": len(found),
        "severities": by_severity(one.severity for one in found),
        "fixable": sum(bool(one.fixed_version) for one in found),
        "vulnerability_ids": sorted({one.id for one in found}),
        "misconfigurations": sum(one.status == "FAIL" for one in configurations),
        "secrets": sum(len(result.secrets or ()) for result in results),
    }

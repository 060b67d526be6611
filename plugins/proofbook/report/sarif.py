"""SARIF 2.1.0 (OASIS), as code-scanning pages read it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from proofbook import __version__
from proofbook.disarming import visible
from proofbook.gate import Gate
from proofbook.model.place import Place, Problem
from proofbook.model.results import Report, Result
from proofbook.model.status import Status
from proofbook.report.results_json import inert

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
INVALID = "invalid-document"


def problems_sarif(problems: Iterable[Problem]) -> str:
    """Problems as the results of one rule."""
    rule = {"id": INVALID, "shortDescription": {"text": "A Proofbook document is invalid."}}
    return _log([rule], [_result(one) for one in sorted(problems)])


def _log(rules: list[dict[str, Any]], results: list[dict[str, Any]], **more: Any) -> str:
    driver = {"name": "Proofbook", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results, **more}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def report_sarif(report: Report, gate: Gate) -> str:
    """Each check as a rule, each look at it as a result; a waiver is a suppression."""
    checks = {one.check: one for one in report.results}
    rules = [_rule(one) for one in checks.values()]
    index = {check: at for at, check in enumerate(checks)}
    results = [_look(one, index[one.check]) for one in report.results]
    seen = {"executionSuccessful": report.complete, "exitCode": int(gate.exit_code)}
    return inert(_log(rules, results, invocations=[seen | {"startTimeUtc": report.started}]))


#: Kind of result for each status. Only what failed has a level.
KINDS = {
    Status.PASSED: "pass",
    Status.FLAKY: "pass",
    Status.ATTESTED: "pass",
    Status.FAILED: "fail",
    Status.WAIVED: "fail",
    Status.NOT_APPLICABLE: "notApplicable",
    Status.NOT_REVIEWED: "review",
    Status.EXPIRED: "review",
}


def _rule(one: Result) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": one.check,
        "shortDescription": {"text": visible(one.title)},
        "properties": {"tags": [one.type], "severity": one.severity},
    }
    return rule | ({"help": {"text": visible(one.remediation)}} if one.remediation else {})


def _look(one: Result, rule: int) -> dict[str, Any]:
    kind = KINDS.get(one.status, "open")
    made: dict[str, Any] = {
        "ruleId": one.check,
        "ruleIndex": rule,
        "kind": kind,
        "level": ("error" if one.gate else "warning") if kind == "fail" else "none",
        "message": {"text": visible(f"{one.key}: {one.status.replace('_', ' ')}. {one.reason}".strip())},
        "locations": [{"physicalLocation": _location(one.place, 0)}],
        "partialFingerprints": {"proofbook/check/v1": one.key},
        "properties": {"status": one.status, "environment": one.environment, "grade": one.grade},
    }
    if waiver := one.waiver:
        why = f"{waiver.justification} (until {waiver.expires}, approved by {waiver.approver})"
        made["suppressions"] = [{"kind": "external", "status": "accepted", "justification": visible(why)}]
    return made


def _result(problem: Problem) -> dict[str, Any]:
    parts = (problem.message, problem.expected and f"expected {problem.expected}", problem.advice)
    made: dict[str, Any] = {
        "ruleId": INVALID,
        "level": "error",
        "message": {"text": "; ".join(part for part in parts if part)},
        "locations": [{"physicalLocation": _location(problem.place, problem.width)}],
    }
    if problem.see:
        made["relatedLocations"] = [{"physicalLocation": _location(problem.see, 0)}]
    return made


def _location(place: Place, width: int) -> dict[str, Any]:
    made: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file)}}
    if place.line:
        made["region"] = {"startLine": place.line, "startColumn": place.column}
        if width:
            made["region"]["endColumn"] = place.column + width
    return made

"""What YAML means to the loader, held against yaml-test-suite under the core schema of YAML 1.2."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from proofbook.yaml_text import parse_yaml
from tests.cases.casing import CASES
from tests.conftest import CORPUS
from tests.load.yaml_suite import SuiteCase, suite_cases

SUITE = CORPUS / "torture/yaml-test-suite"
DEVIATIONS = CASES / "yaml_suite_deviations.yml"


def deviation(case: SuiteCase) -> str:
    """How the loader differs from the suite in this case; empty where it does not."""
    parsed = parse_yaml(case.text.encode(), "suite.yml")
    if case.fails:
        return "" if parsed.problems else "accepted"
    if parsed.problems:
        return "refused"
    # A stream without a document is a file without data, which is said to be empty.
    wanted = (case.values or [None])[0]
    return "" if case.values is None or same(parsed.data, wanted) else "values"


def same(ours: Any, theirs: Any) -> bool:
    """Equal in value and type: 1 is not true."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(same(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    return ours == theirs and isinstance(ours, bool) == isinstance(theirs, bool)


def listed(path: Path) -> dict[str, dict[str, str]]:
    """The deviations that are listed, by kind, with the reason of each."""
    parsed = parse_yaml(path.read_bytes(), path.name)
    assert not parsed.problems
    kinds: dict[str, dict[str, dict[str, str]]] = parsed.data
    return {kind: {id_: why for why, ids in reasons.items() for id_ in ids} for kind, reasons in kinds.items()}


def test_suite() -> None:
    """Every case agrees or is listed with its reason, and every listed one is needed."""
    if not SUITE.is_dir():
        pytest.skip("yaml-test-suite is not here")
    found: dict[str, list[str]] = {"refused": [], "accepted": [], "values": []}
    cases = list(suite_cases(SUITE))
    for case in cases:
        if kind := deviation(case):
            found[kind].append(case.id)
    assert len(cases) > 200
    assert {kind: sorted(ids) for kind, ids in listed(DEVIATIONS).items()} == {k: sorted(v) for k, v in found.items()}

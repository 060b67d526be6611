"""Rule files of real projects, and where their links lead, worked out once by other means."""

import asyncio
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from proofbook.check_types import alerts
from proofbook.model.home import Home
from proofbook.model.settings import Alerts, Allow
from proofbook.rule_files import read_rules
from proofbook.run.world import Outside
from tests.conftest import CORPUS, lacking

RULES = ("alerts/**/*.yml", "alerts/**/*.yaml")
RUNBOOKS = "https://runbooks.prometheus-operator.dev"

#: What the verdicts of this site are called where they were worked out.
SAID = {"missing": "missing", "templated": "templated", "external": "external"}


@pytest.fixture(scope="module")
def expected() -> list[dict[str, Any]]:
    """What every alert's link comes to."""
    if not CORPUS.is_dir():
        lacking("corpus of rule files beside the repository")
    made: list[dict[str, Any]] = json.loads((CORPUS / "expected/runbook_links.json").read_text())
    return made


@pytest.fixture(scope="module")
def project(expected, tmp_path_factory) -> Path:
    """Rule files, the pages of prometheus-operator as this site's own, and the paths that GitLab's repository has."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(CORPUS / "alerts", root / "alerts")
    shutil.copytree(CORPUS / "runbooks/prometheus-operator-runbooks/content", root / "site")
    for path in (CORPUS / "expected/gitlab_repo_paths.txt").read_text().split():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("## Thanos Compact\n\n## Server Down\n")
    return root


def looked(root: Path, *, docs: str = "site", rules: tuple[str, ...] = RULES) -> dict[str, Any]:
    """What the check type observes, told of both annotations."""
    home = Home(docs=docs, url=RUNBOOKS, alerts=Alerts(rules=rules))
    world = Outside(root, Allow(), home=home)
    return dict(
        asyncio.run(alerts.observe(alerts.SCHEMA(annotations=("runbook_url", "runbook"), ignore_case=True), world))
    )


def wanted(one: dict[str, Any]) -> str:
    """The verdict that an alert's link has."""
    if one["kind"] == "kube-prometheus":
        return "resolves" if one["resolves_in_this_set"] else "broken"
    if one["kind"] == "repo-relative":
        return "resolves" if one["exists_in_full_repo"] else "broken"
    return str(one["kind"])


def test_every_verdict_is_as_it_was_worked_out(expected, project) -> None:
    """All rule files at once: as many of each verdict, and the same names."""
    facts = looked(project)
    verdicts = Counter(map(wanted, expected))
    names = {name: sorted({one["alert"] for one in expected if wanted(one) == name}) for name in alerts.VERDICTS}
    assert {name: verdicts[name] for name in alerts.VERDICTS} == {name: facts[name] for name in alerts.VERDICTS}
    assert names == {name: facts[f"{name}_names"] for name in alerts.VERDICTS}
    assert (len(expected), 518) == (facts["alerts"], facts["recording_rules"])


def test_every_alert_by_itself(expected, project) -> None:
    """File by file: each alert with its group, severity and verdict, in the order they stand."""
    hoped = Counter((one["file"], one["group"], one["alert"], one["severity"]) for one in expected)
    found: Counter[tuple[str, str, str, str | None]] = Counter()
    for file in sorted({one["file"] for one in expected}):
        read = read_rules((project / file).read_bytes(), file)
        assert read.fault is None
        found.update((file, alert.group, alert.name, alert.labels.get("severity")) for alert in read.alerts)
    assert hoped == found
    for file in sorted({one["file"] for one in expected}):
        facts = looked(project, rules=(file,))
        verdicts = Counter(wanted(one) for one in expected if one["file"] == file)
        assert (file, {name: facts[name] for name in alerts.VERDICTS}) == (
            file,
            {name: verdicts[name] for name in alerts.VERDICTS},
        )


def test_files_that_are_no_rules_are_named(project) -> None:
    """Specifications of objectives lie beside the rules that are made of them."""
    facts = looked(project)
    assert facts["templates"] == []
    assert "alerts/sloth-slo-specs/home-wifi.yml" in facts["without_rules"]
    assert not any(file.startswith("alerts/kube-prometheus") for file in facts["without_rules"])


def test_nothing_of_the_torture_crashes() -> None:
    """Hostile YAML has a fault with its place, or holds no rules."""
    if not CORPUS.is_dir():
        lacking("corpus of hostile files beside the repository")
    files = [path for path in (CORPUS / "torture").rglob("*") if path.is_file()]
    read = [read_rules(path.read_bytes(), path.name) for path in [*files, *(CORPUS / "checks").rglob("*.y*ml")]]
    assert len(read) > 200
    assert [] == [one.file for one in read if one.alerts]
    assert all(one.fault.message for one in read if one.fault)

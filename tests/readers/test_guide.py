"""The guide's checklist of reports, word for word, over the fixtures."""

import re
import shutil
from pathlib import Path

from tests.run.looks import said
from tests.sites import REPOSITORY, Site

REPORTS = {
    "junit.xml": "junit/bom.xml",
    "coverage.json": "formats/coverage.json",
    "k6.json": "formats/k6-summary.json",
    "trivy.json": "formats/trivy.json",
    "analysis.sarif": "formats/clean.sarif",
}


def test_the_checklist_of_the_guide(site: Site) -> None:
    """It is valid, and every item but the one whose report tells of a critical vulnerability is proved."""
    page = (REPOSITORY / "docs/guide/evidence.md").read_text()
    document = re.search(r'```yaml title="evidence.yml"\n(.*?)```', page, re.DOTALL)
    assert document
    site.write(evidence=document[1])
    (site.root / "build").mkdir()
    for name, fixture in REPORTS.items():
        shutil.copyfile(Path(__file__).parent / fixture, site.root / "build" / name)
    assert site.proofbook("run").code == 1
    verdicts = {
        name: verdict for name, (verdict, _) in said({one["check"]: one for one in site.results["results"]}).items()
    }
    assert verdicts == {
        "tests-pass": "passed",
        "code-is-covered": "passed",
        "load-is-borne": "passed",
        "no-critical-vulnerabilities": "failed",
        "nothing-found": "passed",
    }


def test_a_report_that_is_not_there(site: Site) -> None:
    """It proves nothing, and one of another format than demanded fails by name."""
    shutil.copyfile(Path(__file__).parent / "formats/k6-points.json", site.root / "points.json")
    item = "{id: %s, title: A, level: required, checks: [{report: %s, expect: %s}]}"
    items = [
        item % ("absent", "{path: nothing.xml}", "{failures: 0}"),
        item % ("other", "{path: points.json, format: k6}", "{crossed: {is_empty: true}}"),
        item % ("no-fact", "{path: points.json}", "{crossed: {is_empty: true}}"),
    ]
    site.write(a=f"kind: checklist\nid: a\ntitle: A\nsections: [{{id: s, title: S, items: [{', '.join(items)}]}}]\n")
    site.proofbook("run")
    found = said({one["check"]: one for one in site.results["results"]})
    assert {verdict for verdict, _ in found.values()} == {"failed"}
    assert "it selects nothing" in found["absent"][1]
    assert "points.json is a stream of points of k6, not a summary of k6" in found["other"][1]
    assert "it selects nothing" in found["no-fact"][1]

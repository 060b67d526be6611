"""`proofbook import alerts`: stubs that are valid at once, links as a patch, rule files untouched."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from proofbook.cli import main
from proofbook.rule_files import read_rules
from tests.conftest import CORPUS, lacking
from tests.sites import Site

RULES = """\
groups:
  - name: database
    rules:
      - record: lag
        expr: x
      - alert: ReplicaLagging
        expr: lag > 30
        labels: {severity: page}
        annotations:
          summary: It lags on {{ $labels.instance }}
          description: "${{ secrets.X }} is nothing of ours"
      - alert: Bare
        expr: up == 0
      - alert: Linked
        expr: up == 0
        annotations: {runbook_url: https://wiki.example.org/x}
      - alert: Flow
        expr: up == 0
        annotations: {summary: it is one line}
      - alert: Known
        expr: up == 0
        annotations:
          summary: answered already
      - alert: replicalagging
        expr: lag > 90
        annotations:
          summary: the same by another case
      - alert: "{{ .Name }}Down"
        expr: up == 0
"""
KNOWN = """
kind: runbook
id: replica-lagging
title: Known
alerts: [Known]
steps: [{id: look, title: Look, instructions: Look.}]
"""


def call(site: Site, *arguments: str) -> Result:
    """The command, in this process."""
    return CliRunner().invoke(main, ["-f", str(site.root / "mkdocs.yml"), *arguments])


@pytest.fixture
def ruled(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site with an address, a runbook, and rules."""
    site.settings("{files: true}")
    config = site.root / "mkdocs.yml"
    config.write_text("site_url: https://docs.example.org/ops/\n" + config.read_text())
    site.file("rules/db.yml", RULES)
    site.write(known=KNOWN)
    monkeypatch.chdir(site.root)
    return site


def test_a_stub_for_each_that_has_none(ruled: Site) -> None:
    """Said of each alert, and valid at once beside what is there."""
    done = call(ruled, "import", "alerts", "rules")
    stubs = ruled.root / "runbooks/alerts"
    url = "https://docs.example.org/ops/alerts"
    assert done.output.splitlines() == [
        f"rules/db.yml:6 ReplicaLagging → {stubs}/replica-lagging-2.yml",
        f"  runbook_url: {url}/ReplicaLagging/",
        f"rules/db.yml:12 Bare → {stubs}/bare.yml",
        f"  runbook_url: {url}/Bare/",
        f"rules/db.yml:14 Linked → {stubs}/linked.yml",
        f"  runbook_url: {url}/Linked/",
        f"rules/db.yml:17 Flow → {stubs}/flow.yml",
        f"  runbook_url: {url}/Flow/",
        "skipped rules/db.yml:20 Known: replica-lagging answers it",
        "skipped rules/db.yml:24 replicalagging: replica-lagging-2 answers it",
        "skipped rules/db.yml:28 {{ .Name }}Down: its name is still to be filled in: render the template first",
        f"by hand rules/db.yml:17 Flow: put in `runbook_url: {url}/Flow/`",
        "stubs made: 4, alerts skipped: 3, files refused: 0",
    ]
    assert call(ruled, "validate").output == "5 documents, no problems\n"
    assert (ruled.root / "rules/db.yml").read_text() == RULES
    stub = yaml.safe_load((stubs / "replica-lagging-2.yml").read_text())
    assert (stub["severity"], stub["alerts"]) == ("critical", ["ReplicaLagging"])
    assert "$ {{ secrets.X }}" in stub["description"]
    assert "<https://wiki.example.org/x> so far" in (stubs / "linked.yml").read_text()


def test_again_makes_nothing(ruled: Site) -> None:
    """Every alert is answered then, and the links are told again."""
    call(ruled, "import", "alerts", "rules")
    before = {path: path.read_text() for path in ruled.root.rglob("*.yml")}
    out = call(ruled, "import", "alerts", "rules").output
    assert "stubs made: 0, alerts skipped: 7" in out
    assert before == {path: path.read_text() for path in ruled.root.rglob("*.yml")}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_patch_applies(ruled: Site, end: str) -> None:
    """Whatever ends the lines; then each rule has its link, and nothing else has changed."""
    (ruled.root / "rules/db.yml").write_bytes(RULES.rstrip("\n").replace("\n", end).encode())
    done = call(ruled, "import", "alerts", "rules", "--patch", "links.patch")
    assert "files to patch: 1; git apply links.patch" in done.output
    applied = subprocess.run(["git", "apply", "links.patch"], capture_output=True, text=True, check=False)
    assert applied.returncode == 0, applied.stderr
    before, after = (
        read_rules(one, "x").alerts for one in (RULES.encode(), (ruled.root / "rules/db.yml").read_bytes())
    )
    told = {one.name: one.annotations.get("runbook_url", "").rpartition("/alerts/")[2] for one in after}
    assert told == {
        "ReplicaLagging": "ReplicaLagging/",
        "Bare": "Bare/",
        "Linked": "https://wiki.example.org/x",
        "Flow": "",
        "Known": "Known/",
        "replicalagging": "ReplicaLagging/",
        "{{ .Name }}Down": "",
    }
    kept = [{key: value for key, value in one.annotations.items() if key != "runbook_url"} for one in after]
    links = {"runbook_url": "https://wiki.example.org/x"}
    assert [dict(one.annotations) for one in before if one.annotations != links] == [
        one for one, whole in zip(kept, after, strict=True) if whole.annotations != links
    ]


def test_shared_annotations_are_left_to_people(ruled: Site) -> None:
    """Two rules that share theirs by an anchor cannot have a link each."""
    ruled.file(
        "rules/db.yml",
        "groups:\n- name: a\n  rules:\n  - alert: One\n    expr: x\n    annotations: &a\n      summary: s\n"
        "  - alert: Two\n    expr: x\n    annotations: *a\n",
    )
    out = call(ruled, "import", "alerts", "rules/db.yml", "--patch", "p").output
    assert (2, "") == (out.count("by hand"), Path("p").read_text())


def test_refused_files_are_named(ruled: Site) -> None:
    """With line and reason; without any alert it is an error."""
    ruled.file("rules/db.yml", "groups: [\n")
    done = call(ruled, "import", "alerts", "rules")
    assert (2, True) == (done.exit_code, "refused rules/db.yml:2:1: not valid YAML" in done.output)


def test_alerts_that_the_site_does_not_know(ruled: Site) -> None:
    """A stub for one of them would not be valid."""
    ruled.settings("{files: true}", alerts="{rules: ['other/*.yml']}")
    ruled.file("other/x.yml", "groups: [{name: a, rules: [{alert: Known, expr: x}]}]\n")
    done = call(ruled, "import", "alerts", "rules")
    assert "Bare: none of the rule files of `alerts:` in mkdocs.yml has it" in done.output
    assert "the links lack their beginning: set `site_url:` in mkdocs.yml" in done.output


def test_nothing_to_patch(ruled: Site) -> None:
    """Where every rule leads somewhere already, nobody is told to apply nothing."""
    rule = "groups: [{name: g, rules: [{alert: Led, expr: '1', annotations: {runbook_url: https://x.example.org}}]}]\n"
    ruled.file("rules/db.yml", rule)
    out = call(ruled, "import", "alerts", "rules", "--patch", "links.patch").output
    assert out.endswith("files to patch: 0; nothing to apply\n")


def test_rules_outside(ruled: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Of rules that stand beside the site, the patch applies with the command that is told."""
    away = tmp_path_factory.mktemp("rules outside")
    for name in ("one/a.yml", "two/b.yml"):
        (away / name).parent.mkdir()
        (away / name).write_text(RULES)
    done = call(ruled, "import", "alerts", str(away), "--patch", "links.patch")
    told = done.output.splitlines()[-1]
    assert told.startswith("files to patch: 2; git -C ")
    applied = subprocess.run(shlex.split(told.partition("; ")[2]), capture_output=True, text=True, check=False)
    assert applied.returncode == 0, applied.stderr
    assert all("alerts/ReplicaLagging/" in one.read_text() for one in away.glob("*/*.yml"))


def test_over_real_rules(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stubs for all of them are valid at once, and the patch applies to every file that it names."""
    if not CORPUS.is_dir():
        lacking("corpus of rule files beside the repository")
    shutil.copytree(CORPUS / "alerts", site.root / "rules")
    monkeypatch.chdir(site.root)
    done = call(site, "import", "alerts", "rules", "--patch", "links.patch")
    print(*done.output.splitlines()[-3:], sep="\n")
    assert done.exit_code == 0
    stubs = list((site.root / "runbooks/alerts").iterdir())
    names = {
        one.name.casefold()
        for file in Path("rules").rglob("*.y*ml")
        for one in read_rules(file.read_bytes(), str(file)).alerts
    }
    unnamed = {name for name in names if "{{" in name or "⟦" in name}
    assert len(stubs) == len(names - unnamed)
    assert call(site, "validate").output == f"{len(stubs)} documents, no problems\n"
    applied = subprocess.run(["git", "apply", "links.patch"], capture_output=True, text=True, check=False)
    assert applied.returncode == 0, applied.stderr

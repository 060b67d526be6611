"""The CI files of a new site, their scripts really executed: green, red, of a fork, and with a typo."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from proofbook.starting import Answers, new_site
from tests.sites import BIN, Site, clean_environ


@dataclass
class Ci:
    """A machine of a CI: a site that was checked out, and programs that only look as if they installed something."""

    site: Site
    environ: dict[str, str]
    said: str = ""
    outputs: dict[str, str] = field(default_factory=dict)

    def script(self, shell: tuple[str, ...], text: str, **environ: str) -> int:
        """Execute one, as the host does."""
        done = subprocess.run(
            [*shell, "-c", text],
            cwd=self.site.root,
            env=clean_environ(**self.environ, **environ),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        self.said += done.stdout + done.stderr
        return done.returncode


@pytest.fixture
def ci(tmp_path: Path) -> Ci:
    """A fresh machine, with a new site."""
    new_site(tmp_path / "site", Answers(name="x"))
    for name in ("pip", "apt-get"):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\necho "{name} $*"\n')
        program.chmod(0o755)
    environ = {"PATH": f"{tmp_path / 'bin'}:{BIN}:/usr/bin:/bin", "CI": "true"}
    return Ci(Site(tmp_path / "site"), environ)


def github(ci: Ci, *, fork: bool = False) -> dict[str, int]:
    """Every `run:` of the workflow until one fails, then its gate; what each ended with."""
    told = ci.site.root.parent
    own, other = {"full_name": "us/x", "fork": False}, {"full_name": "them/x", "fork": True}
    change = {"head": {"repo": other if fork else own}, "base": {"repo": own}}
    (told / "event.json").write_text(json.dumps({"pull_request": change}))
    ci.environ |= {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": str(told / "event.json"),
        "GITHUB_OUTPUT": str(told / "output"),
        "GITHUB_STEP_SUMMARY": str(told / "summary.md"),
    }
    jobs = yaml.safe_load((ci.site.root / ".github/workflows/site.yml").read_text())["jobs"]
    bash = ("bash", "-e")  # what a step has that names no shell
    ended: dict[str, int] = {}
    for step in (one for one in jobs["run"]["steps"] if "run" in one):
        ended[step.get("name", step["run"])] = code = ci.script(bash, step["run"])
        if code:
            break
    output = told / "output"
    ci.outputs = dict(line.split("=", 1) for line in output.read_text().splitlines()) if output.exists() else {}
    ran = "failure" if any(ended.values()) else "success"
    (gate,) = jobs["gate"]["steps"]
    values = {
        "RAN": ran, "PUBLISHED": "skipped", "CODE": ci.outputs.get("code", ""), "FORK": str(fork).lower()
    }  # fmt: skip
    assert set(values) == set(gate["env"])
    return {**ended, "gate": ci.script(bash, gate["run"], **values)}


def gitlab(ci: Ci, *, fork: bool = False) -> dict[str, int]:
    """Every job, on a machine of its own that has nothing but the artifacts of those before; what each ended with."""
    ci.environ |= {"GITLAB_CI": "true", "CI_PROJECT_ID": "1", "CI_MERGE_REQUEST_PROJECT_ID": "1"}
    ci.environ |= {"CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "2" if fork else "1"}
    jobs = yaml.safe_load((ci.site.root / ".gitlab-ci.yml").read_text())
    ended: dict[str, int] = {}
    for name in ("run", "pages", "gate"):
        lines = [*jobs[name].get("before_script", ()), *jobs[name]["script"]]
        ended[name] = ci.script(("bash", "-e", "-o", "pipefail"), "\n".join(lines))
        if ended[name]:
            break
        if name == "run":
            keep(ci.site, jobs["run"]["artifacts"]["paths"])
    return ended


def keep(site: Site, paths: list[str]) -> None:
    """Only artifacts go on to the next job; each of them is there."""
    for path in paths:
        assert (site.root / path).exists(), path
    for one in site.root.iterdir():
        if one.name not in {Path(path).parts[0] for path in paths} | {".gitlab-ci.yml"}:
            shutil.rmtree(one) if one.is_dir() else one.unlink()


HOSTS = {"github": github, "gitlab": gitlab}


@pytest.fixture(params=list(HOSTS))
def host(request: pytest.FixtureRequest) -> str:
    """Each of them."""
    return str(request.param)


def test_red(ci: Ci, host: str) -> None:
    """The pages are there to be published, the reports too, and the gate ends with what the build said."""
    ci.site.file("docs/notes.md", "TO" + "DO: whom to call\n")
    ended = HOSTS[host](ci)
    assert list(ended.values())[-1] == 1, ci.said
    assert set(list(ended.values())[:-1]) == {0}, ci.said
    assert (ci.site.root / "build/proofbook.xml").is_file()
    assert (ci.site.root / ("public" if host == "gitlab" else "site") / "index.html").is_file()
    assert "no-todo-left" in ci.said
    if host == "github":
        assert "1 failed, 1 passed" in (ci.site.root.parent / "summary.md").read_text()
        assert re.search(r"::error file=runbooks/ready-for-launch\.yml,.*line=19,col=13", ci.said), ci.said


def test_fork(ci: Ci, host: str) -> None:
    """Nothing of it is executed, which alone is no fault: the pages are made, and the gate lets it pass."""
    ci.site.file(
        "checks/open_ends.py", (ci.site.root / "checks/open_ends.py").read_text() + "\nopen('executed', 'w')\n"
    )
    ended = HOSTS[host](ci, fork=True)
    assert set(ended.values()) == {0}, ci.said
    assert "nothing of a fork is executed" in ci.said
    assert not (ci.site.root / "executed").exists()


def test_typo(ci: Ci, host: str) -> None:
    """The job ends at validation with its place; the gate is red."""
    document = ci.site.root / "runbooks/ready-for-launch.yml"
    document.write_text(document.read_text().replace("title:", "titel:", 1))
    ended = HOSTS[host](ci)
    assert 2 in ended.values() and not (ci.site.root / "site").exists(), ci.said
    assert "runbooks/ready-for-launch.yml" in ci.said and "titel" in ci.said
    if host == "github":
        assert ended["gate"] == 1

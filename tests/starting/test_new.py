"""`proofbook new`: green at once, and nothing that is there is touched."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from proofbook.cli import main
from proofbook.starting import KINDS, Answers, new_site
from tests.sites import REPOSITORY, Site

SHA = re.compile(r"^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
CI = {"vendor.github-workflows": ".github/workflows/site.yml", "vendor.gitlab-ci": ".gitlab-ci.yml"}


def call(site: Site, *arguments: str, typed: str = "") -> Result:
    """The command, in this process."""
    return CliRunner().invoke(main, ["-f", str(site.root / "mkdocs.yml"), *arguments], input=typed)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A new site, built once as its author would."""
    site = Site(tmp_path_factory.mktemp("new") / "hand-book")
    assert call(site, "new", str(site.root), "--yes").exit_code == 0
    done = site.mkdocs("build")
    assert done.code == 0, done.err
    assert "WARNING" not in done.err
    return site


@pytest.fixture
def made(built: Site, tmp_path: Path) -> Site:
    """The same, to play with."""
    shutil.copytree(built.root, tmp_path / "made")
    return Site(tmp_path / "made")


def test_green_at_once(built: Site) -> None:
    """Every check has looked, the one of its own among them, and was right."""
    seen = {one["check"]: one["verdict"] for one in built.results["results"]}
    assert seen == {"on-call-page-is-there": "passed", "no-todo-left": "passed"}
    pages = {path.relative_to(built.root / "site").as_posix() for path in (built.root / "site").rglob("index.html")}
    assert {"runbooks/service-is-down/index.html", "courses/first-day/index.html"} <= pages


def test_what_only_people_can_say_is_not_green(built: Site) -> None:
    """The checklist waits for a signature: a new site shows what that looks like."""
    done = call(built, "decide", "ready-for-launch")
    assert (4, True) == (done.exit_code, "2 of 3 required items are proved" in done.output)


def test_its_check_finds_what_it_looks_for(made: Site) -> None:
    """It is no check that always passes."""
    made.file("docs/on-call.md", "# On call\n\n" + "TO" + "DO: write this\n")
    made.proofbook("run", "no-todo-left")
    assert made.result("no-todo-left")["verdict"] == "failed"


def test_again_touches_nothing(made: Site) -> None:
    """What is there is kept as it is; what is missing is made."""
    before = {path: path.read_bytes() for path in made.root.rglob("*") if path.is_file()}
    (made.root / "requirements.txt").unlink()
    out = call(made, "new", str(made.root), "--yes").output
    assert before == {path: path.read_bytes() for path in made.root.rglob("*") if path.is_file()}
    assert (1, 13) == (out.count("\nmade "), out.count("kept, as it was"))
    assert "mkdocs.yml was there: add `- proofbook` to its `plugins:`" in out


def test_asks_for_four_things(tmp_path: Path) -> None:
    """Answers that YAML would take for something else stay what they are."""
    site = Site(tmp_path / "x")
    done = call(site, "new", str(site.root), typed='No: "1"\nyes\n#\nhttps://docs.example.org/x\n')
    assert done.exit_code == 0, done.output
    settings = yaml.safe_load((site.root / "mkdocs.yml").read_text())
    assert settings["site_name"] == 'No: "1"'
    assert settings["plugins"][1]["proofbook"]["owners"] == {"yes": {"name": "yes", "contact": "#"}}
    assert (
        settings["site_url"] == "https://docs.example.org/x/" == settings["plugins"][1]["proofbook"]["history"]["url"]
    )
    assert settings["plugins"][1]["proofbook"]["allow"]["network"] == ["docs.example.org"]
    assert call(site, "validate").output == "3 documents, no problems\n"
    wrong = call(site, "new", str(site.root), "--yes", "--url", "docs.example.org")
    assert (2, True) == (wrong.exit_code, "write it as in https://docs.example.org/" in wrong.output)


def test_asks_again(tmp_path: Path) -> None:
    """For an answer that cannot be, instead of forgetting all of them."""
    site = Site(tmp_path / "x")
    done = call(site, "new", str(site.root), typed="Shop\nops\n#ops\ndocs.example.org\nhttps://docs.example.org\n")
    assert (0, True) == (done.exit_code, "Error: 'docs.example.org' is no address of a site" in done.output)
    settings = yaml.safe_load((site.root / "mkdocs.yml").read_text())
    assert ("Shop", "https://docs.example.org/") == (settings["site_name"], settings["site_url"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_more(made: Site, kind: str) -> None:
    """Valid at once beside what is there, and never written twice."""
    assert call(made, "new", kind, "queue-age").exit_code == 0
    count = 3 + (kind != "check")
    assert call(made, "validate").output == f"{count} documents, no problems\n"
    again = call(made, "new", kind, "queue-age")
    assert (2, True) == (again.exit_code, "already" in again.output)


def test_a_document_in_a_site_without_owners(site: Site) -> None:
    """Then it has none."""
    site.settings("{files: true}")
    for kind in KINDS:
        assert call(site, "new", kind, f"a.{kind}", "--title", "It's: #1").exit_code == 0
    assert call(site, "validate").output == "3 documents, no problems\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["runbook"], "say its id: proofbook new runbook ID; for a site in a folder of that name, ./runbook"),
        (["page", "x"], "there is no kind 'page' to make; there are runbook, checklist, course, check"),
        (["runbook", "Disk Full"], "'Disk Full' is no id"),
        (["runbook", "../x"], "'../x' is no id"),
        (["check", "class"], "'class' cannot be the name of a function in Python"),
        (["check", "1st"], "begin it with a letter"),
    ],
)
def test_refused(site: Site, arguments: list[str], words: str) -> None:
    """In one line, and nothing is written."""
    before = sorted(site.root.rglob("*"))
    done = call(site, "new", *arguments)
    assert (2, True) == (done.exit_code, words in done.output)
    assert before == sorted(site.root.rglob("*"))


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A file stands where the folder should."""
    (tmp_path / "file").touch()
    done = call(Site(tmp_path), "new", str(tmp_path / "file"), "--yes")
    assert (2, True) == (done.exit_code, "proofbook: cannot write" in done.output)


def jobs(path: Path) -> dict[str, dict[str, object]]:
    """The jobs of a workflow."""
    found: dict[str, dict[str, object]] = yaml.safe_load(path.read_text())["jobs"]
    return found


def test_ci_fits_its_schema(tmp_path: Path) -> None:
    """GitHub's and GitLab's own schemas take the files."""
    new_site(tmp_path, Answers(name="x"))
    for schema, file in CI.items():
        argv = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(tmp_path / file)]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_ci_is_pinned_and_may_little(tmp_path: Path) -> None:
    """Every action by the digest of a commit; no job may write but the one that publishes."""
    new_site(tmp_path, Answers(name="x"))
    text = (tmp_path / CI["vendor.github-workflows"]).read_text()
    used = re.findall(r"uses: (.*)", text)
    assert used
    assert [] == [one for one in used if not SHA.match(one)]
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    assert [name for name, job in workflow["jobs"].items() if "write" in str(job["permissions"])] == ["publish"]
    assert "pull_request_target" not in text
    assert "schedule" in workflow[True]
    gitlab = yaml.safe_load((tmp_path / CI["vendor.gitlab-ci"]).read_text())
    images = {job["image"] for job in gitlab.values() if isinstance(job, dict) and "image" in job}
    assert images == {"python:3.12.8-slim-bookworm"}


@pytest.mark.parametrize(
    ("ran", "code", "fork", "published", "ends"),
    [
        ("success", "0", "", "success", 0),
        ("success", "1", "", "success", 1),
        ("success", "3", "", "success", 3),
        ("success", "3", "true", "skipped", 0),
        ("success", "1", "true", "skipped", 1),
        ("success", "0", "", "failure", 1),
        ("success", "", "", "success", 2),
        ("failure", "", "", "skipped", 1),
    ],
)
def test_the_gate_of_the_workflow(tmp_path: Path, ran: str, code: str, fork: str, published: str, ends: int) -> None:
    """Its script, really executed: red is red whatever was published; a fork's change is not run, and that is no fault."""
    new_site(tmp_path, Answers(name="x"))
    (step,) = jobs(tmp_path / CI["vendor.github-workflows"])["gate"]["steps"]
    environ = {"RAN": ran, "CODE": code, "FORK": fork, "PUBLISHED": published, "PATH": "/usr/bin:/bin"}
    done = subprocess.run(["bash", "-e", "-c", step["run"]], env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == ends, done.stderr


def test_ci_to_copy_is_what_new_writes(tmp_path: Path) -> None:
    """The guide shows the same files, to the letter; so does the hook's example."""
    new_site(tmp_path, Answers(name="x"))
    page = (REPOSITORY / "docs/guide/ci.md").read_text()
    shown = dict(re.findall(r'```yaml title="([^"]+)"\n(.*?)```', page, re.DOTALL))
    for file in (*CI.values(), ".pre-commit-config.yaml"):
        assert shown[file] == (tmp_path / file).read_text(), file


def test_editor_settings_are_json(tmp_path: Path) -> None:
    """No comments, no commas too many."""
    new_site(tmp_path, Answers(name="x"))
    for file in (tmp_path / ".vscode").iterdir():
        json.loads(file.read_text())


def test_the_hook_that_others_name() -> None:
    """`.pre-commit-hooks.yaml` offers what a new site uses."""
    (hook,) = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text())
    (local,) = yaml.safe_load((REPOSITORY / "plugins/proofbook/starting/site/dot-pre-commit-config.yaml").read_text())[
        "repos"
    ]
    same = {key: hook[key] for key in ("id", "name", "entry", "language", "files", "pass_filenames")}
    assert same == {key: local["hooks"][0][key] for key in same}

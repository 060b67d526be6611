"""The documentation says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
import yaml

from checks import reference
from tests.sites import REPOSITORY, Site

GUIDE = sorted((REPOSITORY / "docs").rglob("*.md"))


@pytest.mark.parametrize("name", reference.files())
def test_generated_files_are_fresh(name: str) -> None:
    """`make reference` would change nothing."""
    assert reference.files()[name] == (REPOSITORY / name).read_text()


def test_every_decision_is_listed() -> None:
    """The list of decisions names each of them."""
    folder = REPOSITORY / "docs/decisions"
    named = set(re.findall(r"\((\d{4}-[\w-]+\.md)\)", (folder / "index.md").read_text()))
    assert {path.name for path in folder.glob("0*.md")} == named


def test_every_dependency_has_a_reason() -> None:
    """Each dependency of pyproject.toml stands in decision 2."""
    import tomllib

    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    names = {re.split(r"[\[>=<]", one)[0] for group in groups for one in group} - {"proofbook"}
    reasons = (REPOSITORY / "docs/decisions/0002-dependencies.md").read_text()
    missing = [name for name in sorted(names) if name not in reasons and not name.startswith("types-")]
    assert [] == missing


def documents(page: Path) -> list[str]:
    """The YAML documents that a page shows in fences titled with their place."""
    return re.findall(r'```yaml title="runbooks/[^"]+"\n(.*?)```', page.read_text(), re.DOTALL)


SHOWN = [(page, text) for page in GUIDE for text in documents(page)]


@pytest.mark.parametrize(("page", "text"), SHOWN, ids=[page.stem for page, _ in SHOWN])
def test_documents_in_the_guide_run(site: Site, page: Path, text: str) -> None:
    """What the guide tells people to write is valid and passes, word for word."""
    site.settings("{files: true}").file(f"runbooks/{yaml.safe_load(text)['id']}.yml", text)
    assert ("1 document, no problems\n", 0) == (site.proofbook("validate").out, site.proofbook("run").code)


def test_commands_in_the_docs_exist() -> None:
    """Every `proofbook …` that a page names is a command."""
    from proofbook.cli import main

    pages = [*GUIDE, REPOSITORY / "README.md"]
    named = {name for page in pages for name in re.findall(r"[`$] ?proofbook ([a-z]+)", page.read_text())}
    assert named <= set(main.list_commands(click.Context(main)))
    assert named

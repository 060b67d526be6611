"""Every YAML example of the guide is valid, as it stands on the page."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace

from proofbook.check_types.registry import check_types
from proofbook.errors import InvalidInput
from proofbook.load import load, read_site
from tests.sites import REPOSITORY

FENCE = re.compile(r'^( *)```ya?ml(?: title="([^"]*)")?[^\n]*\n(.*?)^\1```', re.DOTALL | re.MULTILINE)
#: What an example refers to that stands in another one, or in the reader's own site.
ELSEWHERE = (
    "nothing defines ${{ secrets.",
    "nothing defines ${{ env.",
    "no check is named",
    "no file matches",
    "unknown check type `changelog`",  # the one that its page shows how to write
    "there is no checks/",
)
STEP = "kind: runbook\nid: example\ntitle: Example\nsteps:\n  - id: one\n    title: One\n    instructions: Look.\n    verify:\n"


def examples() -> Iterator[tuple[str, str, str]]:
    """Page, title and text of each."""
    for page in sorted((REPOSITORY / "docs/guide").glob("*.md")):
        for _, title, text in FENCE.findall(page.read_text()):
            yield page.name, title, textwrap.dedent(text)


EXAMPLES = list(examples())


def document(text: str) -> str | None:
    """The document that an example is, or is a part of; None where it is neither."""
    parsed = yaml.load(text, yaml.BaseLoader)
    if isinstance(parsed, dict) and "kind" in parsed:
        return text
    if isinstance(parsed, dict) and set(parsed) == {"verify"}:
        return STEP.removesuffix("    verify:\n") + textwrap.indent(text, "    ")
    if isinstance(parsed, dict) and "expect" in parsed and set(parsed) & set(check_types()):
        return STEP + "      -\n" + textwrap.indent(text, "        ")
    if isinstance(parsed, list) and all(set(one) & set(check_types()) for one in parsed):
        return STEP + textwrap.indent(text, "      ")
    return None


def test_there_are_examples() -> None:
    """The pattern finds them, those of network checks among them."""
    assert len(EXAMPLES) > 15
    assert 4 <= sum(page == "check-an-endpoint.md" and bool(document(text)) for page, _, text in EXAMPLES)


@pytest.mark.parametrize(
    ("page", "title", "text"), EXAMPLES, ids=[f"{page}-{at}" for at, (page, _, _) in enumerate(EXAMPLES)]
)
def test_example(page: str, title: str, text: str, tmp_path: Path) -> None:
    """Documents and checks by the whole loader, settings by theirs, all else as YAML."""
    yaml.safe_load(text)
    config = tmp_path / "mkdocs.yml"
    settings = text if text.startswith("plugins:") else "plugins: [proofbook]\n"
    config.write_text(f"site_name: Test\n{settings}")
    found = document(text)
    (tmp_path / "runbooks").mkdir()
    if found:
        (tmp_path / "runbooks/example.yml").write_text(found)
    try:
        site = read_site(config)
    except InvalidInput as error:
        pytest.fail(str(error))
    problems = load(tmp_path, replace(site.settings, owners={})).problems
    # A page may show a mistake, with what is said about it.
    shown = (REPOSITORY / "docs/guide" / page).read_text()
    wrong = [one for one in problems if one.message not in shown and not any(w in one.message for w in ELSEWHERE)]
    assert [] == [f"{one.place}: {one.message}" for one in wrong]

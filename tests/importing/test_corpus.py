"""Over real runbooks: every heading, fence and link of an independent outline is found again, and the site builds."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt

from proofbook.check_types.markdown import front_matter
from tests.conftest import CORPUS
from tests.sites import Site

PARSER = MarkdownIt("commonmark").enable("table")
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this repository")


def plain(text: str) -> str:
    """Text without marks, spaces, case, and where links lead inside of the site: that may be a runbook now."""
    text = re.sub(r"\]\(\{\{[<%]\s*(?:rel)?ref [^}]*\}\}", "](", text)
    text = re.sub(r"(\]\(<?|(?m:^)\s*\[[^\]\n]+\]:\s*<?)(?![a-z]+:)[^()<>\s]+", r"\1", text)
    return "".join(char for char in text.casefold() if char.isalnum())


@cache
def outline() -> tuple[dict[str, Any], ...]:
    """What an independent reader saw in each runbook."""
    told = (json.loads(line) for line in (CORPUS / "expected/markdown_outline.jsonl").read_text().splitlines())
    return tuple(one for one in told if one["file"].startswith("runbooks/"))


def said(line: str, whole: str) -> bool:
    """Whether a line is found again: without the number of a list item, the prompt of a shell, or the marks of a block."""
    bare = re.sub(r"^[\s>]*(?:\d{1,9}[.)]\s|[-*+]\s)?[\s>]*", "", line)
    shorter = (line, bare, re.sub(r"^\s*[^\s$#]*(?:\s[^\s$#]*)?[$#]\s+", "", bare), bare.strip("`~ \t"))
    fence = bare.startswith(("```", "~~~"))
    return fence or any(plain(one) in whole for one in shorter)


def texts(value: Any) -> Iterator[str]:
    """Every text of a document, with inputs as the page had them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


def read(path: Path) -> list[str]:
    """The texts of an imported runbook, with placeholders put back."""
    document = yaml.safe_load(path.read_text())
    # A heading that became a key of the runbook is there as that key.
    found = [*document, *texts(document)]
    for name, one in document.get("inputs", {}).items():
        words = one["description"].removesuffix(", as the page calls it")
        found = [text.replace(f"${{{{ inputs.{name} }}}}", f"<{words}>") for text in found]
    return found


def links(found: list[str]) -> int:
    """How many links the texts hold."""
    tokens = (token for text in found for block in PARSER.parse(text) for token in block.children or ())
    return sum(token.type == "link_open" for token in tokens)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, dict[str, Path]]:
    """The whole corpus in a site without owners or rule files."""
    site = Site(tmp_path_factory.mktemp("corpus")).settings()
    done = site.proofbook("import", "markdown", str(CORPUS / "runbooks"), "--every", timeout=300)
    assert done.code == 0, done.err
    arrows = (line.split(" → ") for line in done.out.splitlines() if " → " in line and not line.startswith(" "))
    refused = [line for line in done.out.splitlines() if line.startswith("refused")]
    assert [] == refused
    return site, {str(Path(file).relative_to(CORPUS)): site.root / target for file, target in arrows}


def test_nothing_is_lost(imported: tuple[Site, dict[str, Path]]) -> None:
    """Every heading, every line of every fence, every link."""
    counted: Counter[str] = Counter()
    lost: list[tuple[str, str, Any]] = []
    for one in outline():
        if one["file"] not in imported[1]:
            lost.append((one["file"], "file", ""))
            continue
        found = read(imported[1][one["file"]])
        whole = plain("\n".join(found))
        lines = (CORPUS / one["file"]).read_text().splitlines()
        counted["headings"] += len(one["headings"])
        # What a generator puts the title in the place of, is the title.
        headings = [text for _, text, _ in one["headings"] if text != "<%= current_page.data.title %>"]
        lost += [(one["file"], "heading", text) for text in headings if plain(text) not in whole]
        for fence in one["fences"]:
            counted["fences"] += 1
            inside = lines[fence["line"] : fence["line"] + fence["n_lines"]]
            lost += [(one["file"], "fence", line) for line in inside if not said(line, whole)]
        counted["links"] += one["links"]
        if links(found) < one["links"]:
            lost.append((one["file"], "links", (one["links"], links(found))))
    print("found again:", dict(counted), "lost:", len(lost))
    assert [] == lost
    assert counted["headings"] > 3000


def test_every_line_is_found_again(imported: tuple[Site, dict[str, Path]]) -> None:
    """Prose too: the words of every line of every page."""
    lost, seen = [], 0
    for file, target in imported[1].items():
        whole = plain("\n".join(read(target)))
        for line in front_matter((CORPUS / file).read_text())[2].splitlines():
            seen += 1
            if not said(line, whole) and "<%= current_page.data.title %>" not in line:
                lost.append((file, line))
    print("lines:", seen, "lost:", len(lost))
    assert [] == lost


def test_the_imported_site_validates_and_builds(imported: tuple[Site, dict[str, Path]]) -> None:
    """At once, with nothing written by hand; nothing of it is executed, so nothing is proved."""
    site, targets = imported
    done = site.proofbook("validate", timeout=300)
    assert (done.code, done.out) == (0, f"{len(targets)} documents, no problems\n")
    assert not any("run:" in one.read_text().splitlines() for one in targets.values())
    assert site.proofbook("run", timeout=300).code == 3
    assert [] == site.results["results"]

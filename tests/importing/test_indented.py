"""Commands that a page sets apart by indentation, pages without headings, and what only looks like a link."""

from __future__ import annotations

import pytest

from tests.importing.test_import import imported
from tests.sites import Site

INDENTED = """\
# Disk full

## Steps

Find the largest folders:

    du -sh /var/*

Then what is in them.

1. Ask the node:

        $ kubectl get pod -n <name-space>
        NAME   READY

> Quoted:
>
>     sudo systemctl restart `hub`

The answer looks like

    no program begins this
"""


def test_indented_commands(site: Site) -> None:
    """Taken as fences are: placeholders become inputs, transcripts are told apart, other text stays."""
    runbook, told = imported(site, INDENTED, "disk.md")
    (stage,) = runbook["stages"]
    text = "\n".join([stage.get("description", ""), *(one["instructions"] for one in stage["steps"])])
    assert "guessed an indented block holds commands: sudo systemctl restart `hub`" in told
    assert "```sh\nkubectl get pod -n ${{ inputs.name_space }}\n```\n\nIt prints:\n\n```text\nNAME   READY\n```" in text
    assert "> ```sh\n> sudo systemctl restart `hub`\n> ```" in text
    assert "    no program begins this" in text
    assert list(runbook["inputs"]) == ["name_space"]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("    sudo ls `x` ``y``\n", "```sh\nsudo ls `x` ``y``\n```"),
        ("\tcat <<E\n\t```\n\tE\n", "````sh\ncat <<E\n```\nE\n````"),
        ("Look:\n\n    git status\n\n    git diff\n", "Look:\n\n```sh\ngit status\n\ngit diff\n```"),
    ],
)
def test_without_a_heading(site: Site, text: str, made: str) -> None:
    """A page of commands alone is one stage."""
    runbook, told = imported(site, text, "look.md")
    (stage,) = runbook["stages"]
    assert [one["instructions"] for one in stage["steps"]] == [made]
    assert "guessed what stands before any heading: the only stage" in told


def test_each_block_begins_a_step(site: Site) -> None:
    """As with fences: the text that leads to it is its title."""
    runbook, _ = imported(site, "# A\n\n## Steps\n\nFirst.\n\n    git status\n\nSecond.\n\n    git diff\n", "a.md")
    assert [one["title"] for one in runbook["stages"][0]["steps"]] == ["First", "Second"]


def test_other_shells(site: Site) -> None:
    """Their quoting is not ours to judge; it is said that they were left."""
    runbook, told = imported(site, "# A\n\n## Steps\n\n```powershell\nGet-Service <name>\n```\n", "a.md")
    assert "left    a block of powershell, whose placeholders are no inputs: Get-Service <name>" in told
    assert "inputs" not in runbook


def test_what_is_no_link(site: Site) -> None:
    """Footnotes and remarks lead nowhere; a definition with a title does."""
    page = '# A\n\nSee[^1] [b].\n\n[^1]: gone.md\n[note]: look first\n[b]: lost.md "A title"\n\n1. Do\n'
    _, told = imported(site, page, "a.md")
    assert "links to what the site has not: lost.md\n" in told

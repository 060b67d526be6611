"""Proof in pages that people write: found outside of code, shown by what the id names, unknown ids told with their place."""

from __future__ import annotations

import markdown
import pytest

from proofbook.markdown_extension import ProofExtension
from proofbook.pages.embedding import Proofs, embeds, expanded
from tests.pages.test_overviews import DISK, DRILLED, LAB, LIST
from tests.sites import Site

GOALS = """\
kind: objectives
id: goals
title: Goals
objectives:
  - {id: liked, title: Liked, category: business, target: {ge: 4}, unmeasured: Nobody asks.}
  - {id: small, title: Small, category: technical, unit: s, target: {le: 5}, source: {matching: {value: 3}}, value: {fact: value}}
"""
PLAN = "kind: requirements\nid: plan\ntitle: Plan\nrequirements: [{id: P4-A, text: A}, {id: P4-B, text: B}]\n"


@pytest.fixture
def proofs(site: Site) -> Proofs:
    """A site with one of everything."""
    site.settings(owners="{platform: {name: Platform}, storage: {name: Storage}, release: {name: Release}}")
    site.write(disk=DISK.replace("tags:", "aliases: [disk]\ncovers: [P4-A]\ntags:"), list=LIST, lab=LAB, deploy=DRILLED, goals=GOALS, plan=PLAN)  # fmt: skip
    return site.published().proofs


def link(page: str, anchor: str) -> str:
    """An address as a test can read it."""
    return f"/{page}#{anchor}"


FOUND = {
    "Is it :proof[a]?": [("a", False)],
    "::proof[a]": [("a", True)],
    "text\n::proof[a/b]  \nmore :proof[c] and :proof[d]": [("a/b", True), ("c", False), ("d", False)],
    "`:proof[a]`": [],
    "```text\n::proof[a]\n```\n:proof[b]": [("b", False)],
    "    x:proof[a] 12:proof[a] :::proof[a]": [],
    "see ::proof[a] inside": [],
}


@pytest.mark.parametrize("text", FOUND)
def test_embeds(text: str) -> None:
    """Inline anywhere, blocks on their own line, nothing in code."""
    assert FOUND[text] == [(one.id, one.block) for one in embeds(text)]


CHIPS = {
    "disk-full": ("failed", "/runbooks/disk-full.md#"),
    "disk": ("failed", "/runbooks/disk-full.md#"),
    "disk-full/look": ("failed", "/runbooks/disk-full.md#look"),
    "disk-full/tell": ("for a person", "/runbooks/disk-full.md#tell"),
    "notes": ("passed", "/runbooks/disk-full.md#notes"),
    "launch": ("NO-GO", "/checklists/launch.md#"),
    "trained": ("not reviewed", "/checklists/launch.md#trained"),
    "rehearsal": ("passed", "/runbooks/deploy.md#rehearsal"),
    "lab": ("environment", "/environments/lab.md#"),
    "goals": ("insufficient data", "/objectives/goals.md#"),
    "liked": ("insufficient data", "/objectives/goals.md#liked"),
    "plan": ("failed", "/requirements/plan.md#"),
    "p4-a": ("failed", "/requirements/plan.md#P4-A"),
    "P4-B": ("not covered", "/requirements/plan.md#P4-B"),
}


def test_chips(proofs: Proofs) -> None:
    """Everything with an id has a chip that leads to it."""
    for name, (said, href) in CHIPS.items():
        chip = proofs.chip(name, link)
        assert (True, True) == (f'href="{href}"' in chip, f"{said}</span>" in chip), (name, chip)
    assert "unknown: nobody" in proofs.chip("nobody", link)


BLOCKS = {
    "launch": ("NO-GO", "1 of 2 required", "pb-segments"),
    "disk-full": ("Failed on this machine", "1 of 2 checks passed"),
    "disk-full/look": ("There are notes", "pb-facts", "Missing"),
    "rehearsal": ("Rehearsal", "pb-facts"),
    "notes": ("There are notes", "pb-facts"),
    "noted": ("Noted", "There are notes"),
    "lab": ("The lab",),
    "goals": (
        "Goals",
        "1 of 2 met",
        "business",
        "nothing measures it",
        "technical",
        "<strong>3 s</strong>, target at most 5",
        "#small",
    ),
    "nobody": ("unknown: nobody",),
}


def test_blocks(proofs: Proofs) -> None:
    """A banner or the evidence, as one piece of HTML without an empty line, and without ids that the page may have."""
    for name, words in BLOCKS.items():
        block = str(proofs.block(name, link))
        assert [] == [word for word in words if word not in block], (name, block)
        assert ("\n\n" in block, " id=" in block) == (False, False)


def test_problems(proofs: Proofs) -> None:
    """An unknown id is told with line, column, its line, and the nearest id."""
    text = "# Title\n\nIs it :proof[disk-ful]?\n\n::proof[notes]\n"
    [one] = proofs.problems(text, "docs/a.md")
    assert ("docs/a.md:3:7", "did you mean `disk-full`?") == (str(one.place), one.advice)
    assert ("Is it :proof[disk-ful]?", 16) == (one.excerpt, one.width)


def test_extension() -> None:
    """In text, lists and tables, as a block between paragraphs; never in code."""

    def show(name: str, block: bool) -> str:  # noqa: FBT001
        return f"<div>{name}</div>" if block else f"<b>{name}</b>"

    text = "A :proof[a] b\n::proof[c]\nafter\n\n- :proof[d]\n\n| x |\n|---|\n| :proof[e] |\n\n`:proof[f]`\n\n    ::proof[g]\n\n::proof[h]\n"
    html = markdown.markdown(text, extensions=["tables", ProofExtension(show)])
    for wanted in ("<p>A <b>a</b> b</p>", "<div>c</div>", "<p>after</p>", "<li><b>d</b></li>", "<td><b>e</b></td>", "<div>h</div>"):  # fmt: skip
        assert wanted in html, html
    assert ("<b>f</b>" in html, "<div>g</div>" in html) == (False, False)


def test_expanded(proofs: Proofs) -> None:
    """For generators without the extension the HTML stands in the Markdown; code stays."""
    text = expanded("A :proof[notes] b `:proof[notes]`\n\n::proof[launch]\n", proofs, link)
    assert (1, True) == (text.count("`:proof[notes]`"), text.startswith('A <a class="pb-link"'))
    assert '\n\n<div class="pb-embed">' in text

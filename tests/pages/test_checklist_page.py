"""A checklist's page, and what can be taken away from it."""

from __future__ import annotations

import csv
import io

from tests.sites import Site

LIST = """\
kind: checklist
id: launch
title: Launch
owner: release
sections:
  - id: one
    title: One
    items:
      - {id: trained, title: "=HYPERLINK(1)", attest: {role: head}, covers: [R1, R2]}
      - {id: noted, title: Noted, checks: [{file: {path: docs/index.md}, expect: {exists: true}}]}
"""


def files(site: Site) -> dict[str, bytes]:
    """The site's assets."""
    site.write(
        list=LIST,
        plan="kind: requirements\nid: plan\ntitle: Plan\nrequirements: [{id: R1, text: One}, {id: R2, text: Two}]\n",
    )
    done = site.published()
    return {**done.assets, **{page.uri: page.markdown.encode() for page in done.pages}}


def test_as_csv(site: Site) -> None:
    """One row an item; what a spreadsheet would take for a formula is text."""
    rows = list(csv.DictReader(io.StringIO(files(site)["proofbook/checklists/launch.csv"].decode(), newline="")))
    assert ["'=HYPERLINK(1)", "Noted"] == [row["item"] for row in rows]
    assert [("not reviewed", "release", "R1, R2"), ("passed", "release", "")] == [
        (row["status"], row["owner"], row["covers"]) for row in rows
    ]
    assert rows[1]["grade"] == "local"


def test_as_markdown(site: Site) -> None:
    """The decision, and a box for each item."""
    text = files(site)["proofbook/checklists/launch.md.txt"].decode()
    assert "# Launch: NO-GO" in text
    assert "- [ ] =HYPERLINK(1) (not reviewed; release; waits for the signature of: head)" in text
    assert "- [x] Noted (passed; release)" in text


def test_what_it_offers(site: Site) -> None:
    """Both files are linked, and every item can be filtered by status, owner, level and grade."""
    page = files(site)["checklists/launch.md"].decode()
    assert "[CSV](../proofbook/checklists/launch.csv)" in page
    assert "[Markdown](../proofbook/checklists/launch.md.txt)" in page
    assert 'data-pb-status="passed" data-pb-owner="release" data-pb-level="required" data-pb-grade="local"' in page


def test_many_that_block_are_folded(site: Site) -> None:
    """The first five stand there; the others are one click away, and in print."""
    more = "".join(f"      - {{id: more-{at}, title: More {at}, attest: {{role: head}}}}\n" for at in range(7))
    site.write(
        more=LIST.replace("id: launch", "id: more")
        .replace("covers: [R1, R2]", "level: required")
        .replace("trained", "t")
        .replace("noted", "n")
        + more
    )
    page = files(site)["checklists/more.md"].decode()
    assert "<summary>and 3 more</summary>" in page

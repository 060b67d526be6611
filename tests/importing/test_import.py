"""`proofbook import markdown`: what is mapped, guessed, left and refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from tests.sites import Site

PAGE = """\
---
title: Disk full
owner_slack: "#platform"
last_reviewed_on: 2026-05-01
review_in: 6 months
weight: 20
---

# DiskFull

Words before, see [the plan][plan].

## Prerequisites

- A shell
- An account

## Troubleshooting

Look first.

1. Find the pod. It is slow.

   ```console
   $ kubectl get pod -n <name-space> \\
       -o wide
   NAME   READY
   $ cat <<EOF
   <not-printed>
   EOF
   ```

2. Ask with [the plan][plan] and ${{ secrets.X }}
   - nested

Then wait.

## Odd section

Nothing to do.

## Rollback

```sh
echo '<kept>' <release>
```

[plan]: https://example.org/plan "A plan"
"""


def imported(site: Site, text: str = PAGE, name: str = "DiskFull.md", **settings: str) -> tuple[dict[str, Any], str]:
    """The runbook of a page, and the report."""
    site.settings(**settings).file(f"old/{name}", text)
    done = site.proofbook("import", "markdown", "old")
    assert done.code == 0, done.out + done.err
    assert site.proofbook("validate").code == 0
    (made,) = (site.root / "runbooks").rglob("*.yml")
    return yaml.safe_load(made.read_text()), done.out


def test_a_page(site: Site) -> None:
    """Each part goes where its heading says; nothing of it is ever run."""
    runbook, told = imported(site)
    stage, odd = runbook["stages"]
    assert (runbook["id"], runbook["title"], runbook["owner"], runbook["alerts"]) == (
        "disk-full", "Disk full", "#platform", ["DiskFull"],
    )  # fmt: skip
    assert runbook["review"] == {"reviewed": "2026-05-01", "every": "180d"}
    assert runbook["prerequisites"] == ["A shell", "An account"]
    assert sorted(runbook["inputs"]) == ["name_space", "not_printed", "release"]
    assert stage["description"] == "Look first."
    titles = [step["title"] for step in stage["steps"]]
    assert titles[0] == "Find the pod"
    assert titles[1].startswith("Ask with")
    first, second = (step["instructions"] for step in stage["steps"])
    assert "```sh\nkubectl get pod -n ${{ inputs.name_space }} \\\n    -o wide\n```" in first
    assert "It prints:\n\n```text\nNAME   READY\n```" in first
    assert "$ {{ secrets.X }}\n- nested\n\nThen wait." in second
    assert '[PLAN]: <https://example.org/plan> "A plan"' in second
    assert odd["title"] == "Odd section"
    assert "echo '<kept>' ${{ inputs.release }}" in runbook["rollback"][0]["instructions"]
    assert "left    <kept> between single quotes" in told
    assert "left    front matter: weight" in told
    assert "weight: 20" in runbook["description"]
    assert runbook["description"].index("Words before") < runbook["description"].index("weight: 20")
    assert "# DiskFull" not in runbook["description"]  # it is the alert, which stands there as one


TOLD_APART = """\
---
title: Told apart
---
# <%= current_page.data.title %>

## Procedure

```
$ oc get vm
NAME  READY

# now the events
$ oc describe vm

# done
```

Find the pod by its long name in the list that you get from this very long command here
There is one.

```
kubectl get pod <name> |
  grep x
# twice
kubectl get pod <name>
```

```
it prints <this>
```

## Mitigation

### Look

1. See [the other](../other/Other.md#x), [nothing](none.md), [a site](https://example.org/x.md).\x20\x20
   ```text
   [not](../other/Other.md)
   ```

## Logging

It is [here][other].

[other]: ../other/Other.md

## Architecture

```mermaid
a --> b
```
"""


def test_told_apart(site: Site) -> None:
    """Remarks from output, commands from text, titles from expressions, background from steps, and links lead on."""
    site.settings().file("old/a/Apart.html.md.erb", TOLD_APART)
    site.file("old/other/Other.md", "## Steps\n\n1. Go back to [it](../a/Apart.html)\n")
    done = site.proofbook("import", "markdown", "old")
    assert (done.code, "the heading <%= current_page.data.title %>: the title" in done.out) == (0, True), done.out
    text = (site.root / "runbooks/a/apart.yml").read_text()
    runbook = yaml.safe_load(text)
    about = runbook["description"]
    assert "current_page" not in text and "It is [here][other]." in about and "a --> b" in about
    assert "[other]: other.md" in about
    procedure, mitigation = runbook["stages"]
    first, second, third = procedure["steps"]
    assert first["instructions"] == (
        "```sh\noc get vm\n```\n\nIt prints:\n\n```text\nNAME  READY\n```\n\n"
        "```sh\n\n# now the events\noc describe vm\n\n# done\n```"
    )
    assert second["title"] == "Find the pod by its long name in the list that you get from this very long command here"
    assert "```sh\nkubectl get pod ${{ inputs.name }} |\n  grep x\n# twice\n" in second["instructions"]
    assert third["instructions"] == "```\nit prints <this>\n```"
    look, see = mitigation["steps"] if len(mitigation["steps"]) > 1 else ({}, *mitigation["steps"])
    assert "[the other](other.md), [nothing](none.md), [a site](https://example.org/x.md).  \n" in see["instructions"]
    assert "[not](../other/Other.md)" in see["instructions"] and "instructions: |" in text
    assert "[it](apart.md)" in (site.root / "runbooks/other/other.yml").read_text()


def test_a_site_that_knows_its_owners_and_alerts(site: Site) -> None:
    """What it does not know is left, and said."""
    site.file("rules.yml", "groups: [{name: a, rules: [{alert: Other, expr: up}]}]")
    runbook, told = imported(site, owners="{a: {name: A}}", alerts="{rules: [rules.yml]}")
    assert ("owner" in runbook, "alerts" in runbook) == (False, False)
    assert "the owner #platform: the site's settings do not know it" in told
    assert "the alert DiskFull: no rule file knows it" in told


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.txt", b"1. a", "not Markdown"),
        ("a.md", b"\xff", "not UTF-8"),
        ("a.md", b"# A\n\n1. \x00", "it holds control characters"),
        ("a.md", b"# A\n\nAn essay.\n", "no runbook: no command, no numbered list"),
        ("a.md", b"", "no runbook"),
    ],
)
def test_refused_by_name(site: Site, name: str, text: bytes, said: str) -> None:
    """A file that is no runbook is named with the reason, and nothing is written."""
    (site.root / name).write_bytes(text)
    done = site.proofbook("import", "markdown", name)
    assert done.code == 2
    assert f"refused {name}: {said}" in done.out
    assert [] == list((site.root / "runbooks").iterdir())


def test_many_links_that_lead_nowhere(site: Site) -> None:
    """The first are named, each once, and the others counted; what leads elsewhere is nobody's business."""
    links = " ".join(f"[{at}](p{at % 7}.md#x)" for at in range(14))
    _, told = imported(site, f"## Steps\n\n1. See {links} [web](https://x.example.org) [here](#a)\n", "many.md")
    assert "has not: p0.md#x, p1.md#x, p2.md#x, p3.md#x, p4.md#x and 2 more\n" in told
    assert (
        "next: links that lead nowhere: 7; a site that is `strict: true` is not built until they are mended\n" in told
    )


LINKED = """\
# A

1. Do [one]({{< ref "./sub/other.md" >}}), [two]({{% relref "other" %}}), [three](/manual/sub/other.html#x),
   [four](/manual/sub/other/), [five](/other), [six]({{< ref "nowhere.md" >}}), [seven](/manual/else.html).
"""


def test_links_as_generators_write_them(site: Site) -> None:
    """Hugo's shortcodes and paths from the root of the old site lead to what was imported, where only one can be meant."""
    site.settings().file("old/manual/page.md", LINKED)
    site.file("old/manual/sub/other.html.md", "# Other\n\n1. Do\n")
    done = site.proofbook("import", "markdown", "old")
    text = yaml.safe_load((site.root / "runbooks/manual/page.yml").read_text())["stages"][0]["steps"][0]["instructions"]
    targets = re.findall(r"\]\(([^)]*)\)", text)
    shortcode = '{{< ref "nowhere.md" >}}'
    assert targets == ["other.md"] * 4 + ["/other", shortcode, "/manual/else.html"]
    assert "links to what the site has not: nowhere.md\n" in done.out


def test_again(site: Site) -> None:
    """What was imported, and perhaps edited, is not touched; pages of one name get names of their own."""
    imported(site)
    again = site.proofbook("import", "markdown", "old")
    assert (again.code, "is there already" in again.out) == (2, True)
    site.file("more/team/DiskFull.md", PAGE)
    assert site.proofbook("import", "markdown", "more").code == 0
    assert (site.root / "runbooks/team/team-disk-full.yml").exists()


def test_shapes(site: Site) -> None:
    """Sub-headings, blocks, raw HTML, an empty section, a heading with a link, broken front matter, no steps."""
    text = (
        "---\na: [\n---\n# [T](https://example.org)\n\n## Diagnosis\n\n### One\n\nlook\n\n1. a\n2. b\n\n### Two\n\n> $ x\n\n"
        "## Steps\n\n```\nls\n```\n\nThen\n\n```sh\nid\n```\n\n## Mitigation\n\n<details>\n\n1. x\n\n</details>\n\n## Fix\n\n"
        "## [L](https://example.org/l) more\n\n1.     code\n\n- ```console\n  $ date\n  ```\n"
    )
    runbook, told = imported(site, text, "t.md")
    titles = [[step["title"] for step in stage["steps"]] for stage in runbook["stages"]]
    assert titles == [["One", "a", "b", "Two"], ["ls", "Then"], ["Mitigation"], ["Fix"], ["L more"]]
    assert "which is no valid YAML" in told
    assert "a transcript that begins on the line of its list item: $ date" in told
    assert runbook["stages"][4]["description"] == "## [L](https://example.org/l) more"


def test_front_matter_in_toml(site: Site) -> None:
    """As Hugo has it: read as that in YAML, kept as it was written, and where it is broken, said and kept."""
    front = '+++\ntitle = "Disk full"\nteam = "platform"\nlast_reviewed = 2026-05-01\nweight = 20\n+++\n'
    runbook, told = imported(site, f"{front}\n## Steps\n\n1. Look\n", "toml.md")
    assert (runbook["title"], runbook["owner"], runbook["review"]["reviewed"]) == (
        "Disk full",
        "platform",
        "2026-05-01",
    )
    assert "left    front matter: weight" in told
    assert runbook["description"] == f"```toml\n{front.strip()}\n```"
    broken = Site(site.root / "broken")
    runbook, told = imported(broken, "+++\ntitle = \n+++\n## Steps\n\n1. Look\n", "broken.md")
    assert "which is no valid TOML: Invalid value (at line 1, column 9)" in told
    assert "title = \n+++" in runbook["description"]


def test_without_steps(site: Site) -> None:
    """A page of known sections and nothing to do is all description, and that is said."""
    runbook, told = imported(site, "## Meaning\n\nIt broke.\n", "MeaningOnly.markdown")
    assert runbook["description"] == "## Meaning\n\nIt broke."
    assert "no steps were found" in told


def test_an_empty_rollback(site: Site) -> None:
    """It is said that the page has nothing there; the heading is not lost."""
    runbook, told = imported(site, "# A\n\n1. Do\n\n## Rollback\n", "a.md")
    assert [one["title"] for one in runbook["rollback"]] == ["Rollback"]
    assert "left    the section Rollback is empty" in told


def test_own_sections(site: Site) -> None:
    """A site says itself which of its headings mean what."""
    site.file("words.yml", "rollback: [Zurück]\n")
    site.file("a.md", "## Zurück\n\n1. Do\n\n## Steps\n\n1. Go\n")
    assert site.proofbook("import", "markdown", "a.md", "--sections", "words.yml").code == 0
    assert yaml.safe_load((site.root / "runbooks/a.yml").read_text())["rollback"][0]["title"] == "Do"
    for wrong, said in (("other: [A]\n", "there is no part `other`"), ("[a]\n", "expected lists of headings")):
        site.file("words.yml", wrong)
        done = site.proofbook("import", "markdown", "a.md", "--sections", "words.yml")
        assert (done.code, said in done.err) == (2, True)


def test_a_page_in_the_docs_folder(site: Site) -> None:
    """Its links still lead to the files they led to; that its page stands where the runbook's will is said, and validated."""
    site.settings().file(
        "docs/runbooks/Disk full.md", "# Disk\n\n1. See ![plan](plan.png) and [home](../index.md#top)\n"
    )
    site.file(
        "docs/ops/pods.md", "# Pods\n\n![plan](../a%20b.png), [gone](gone.md), [web](https://x.example.org)\n\n1. x\n"
    )
    for name in ("index.md", "a b.png", "runbooks/plan.png"):
        site.file(f"docs/{name}", "x")
    done = site.proofbook("import", "markdown", "docs/runbooks", "docs/ops")
    assert (0, True) == (done.code, "docs/runbooks/Disk full.md → runbooks/disk-full.yml\n" in done.out), done.out
    assert [line for line in done.out.splitlines() if "has not" in line] == [
        "  left    links to what the site has not: gone.md"
    ]
    pods, disk = ((site.root / f"runbooks/{name}.yml").read_text() for name in ("pods", "disk-full"))
    assert "![plan](plan.png) and [home](../index.md#top)" in disk
    assert "![plan](../a%20b.png), [gone](gone.md), [web](https://x.example.org)" in pods
    assert 0 == site.proofbook("validate").code

    site.file("docs/runbooks/net.md", "# Net\n\n1. `ping`, as on [the page](../ops/pods.md)\n")
    done = site.proofbook("import", "markdown", "docs/runbooks/net.md")
    said = "remove docs/runbooks/net.md if its text stands here now, or call one of the two something else"
    assert (0, True) == (done.code, done.out.endswith(f"next: {said}\n")), done.out + done.err
    assert "[the page](../ops/pods.md)" in (site.root / "runbooks/net.yml").read_text()
    done = site.proofbook("validate")
    assert (2, True) == (
        done.code,
        done.err.startswith("runbooks/net.yml:3:5: the page of `net` is runbooks/net.md, and"),
    )
    (site.root / "docs/runbooks/net.md").unlink()
    assert 0 == site.proofbook("validate").code

"""`kind: checks`: named checks and groups of steps used with arguments, and what is wrong with such uses."""

from __future__ import annotations

import pytest

from tests.sites import Site

NAMED = """
    kind: checks
    id: standard
    title: Standard checks
    checks:
      big-enough:
        description: A file of at least so many bytes.
        inputs:
          path: {type: string, description: Which file.}
          least: {type: integer, description: Bytes., default: 1}
        check:
          title: Big enough
          severity: medium
          remediation: Write more.
          tags: [standard]
          file: {path: "${{ inputs.path }}"}
          expect: {size: {ge: "${{ inputs.least }}"}}
    groups:
      look-twice:
        inputs:
          what: {description: Which folder.}
        steps:
          - id: look
            title: "Look at ${{ inputs.what }}"
            instructions: "Go to ${{ inputs.what }} at ${{ vars.place }}."
            run: {command: [ls, "${{ inputs.what }}"]}
            undo: {command: ['true']}
            verify:
              - {id: there, file: {path: "${{ inputs.what }}"}, expect: {exists: true}}
              - {id: sized, needs: [there], use: big-enough, with: {path: "${{ inputs.what }}"}}
          - {id: again, title: Again, instructions: Look., verify: [{needs: [there], file: {path: docs}, expect: {exists: true}}]}
"""
BOOK = """
    kind: runbook
    id: book
    title: Book
    drills: [{id: d, environment: lab}]
    stages:
      - {id: first, title: First, use: look-twice, with: {what: docs}}
      - id: second
        title: Second
        steps:
          - id: own
            title: Own
            instructions: Go.
            verify:
              - {id: small, use: big-enough, with: {path: "${{ vars.index }}", least: 3}, severity: low}
"""
LIST = """
    kind: checklist
    id: list
    title: List
    sections:
      - {id: all, title: All, items: [{id: item, title: Item, checks: [{use: big-enough, with: {path: docs/index.md}}]}]}
"""
LAB = "kind: environment\nid: lab\ntitle: Lab\ngrade: lab\ndisposable: true\n"


@pytest.fixture
def reusing(site: Site) -> Site:
    """A site that uses a named check in three places and a group in one."""
    site.settings(vars="{place: home, index: docs/index.md}")
    return site.write(standard=NAMED, book=BOOK, list=LIST, lab=LAB)


def test_used(reusing: Site) -> None:
    """Arguments keep their type, ids come from where a name is used, and what stands beside `use` goes first."""
    assert reusing.proofbook("run").code == 0
    results = {one["check"]: one for one in reusing.results["results"]}
    assert sorted(results) == ["book.sized", "book.there", "book/again", "item", "small"]
    assert {one["status"] for one in results.values()} == {"passed"}
    assert results["small"]["attempts"][0]["assertions"][0]["expected"] == "at least 3"
    assert (results["small"]["severity"], results["item"]["severity"], results["item"]["title"]) == (
        "low",
        "medium",
        "Big enough",
    )
    assert (results["item"]["remediation"], results["item"]["place"]["file"]) == ("Write more.", "runbooks/list.yml")
    steps = reusing.results["drills"][0]["steps"]
    assert steps[0]["actions"][0]["command"] == ["ls", "docs"]


def test_a_needed_one_of_the_group(reusing: Site) -> None:
    """Inside a group `needs` means the checks of the same use of the group."""
    reusing.write(book=BOOK.replace("what: docs", "what: nowhere"), standard=NAMED.replace("[ls, ", "[echo, "))
    reusing.proofbook("run")
    assert (reusing.result("d:book.there")["status"], reusing.result("d:book.sized")["cause"]) == (
        "failed",
        "book.there",
    )


def test_page(reusing: Site) -> None:
    """The group's steps stand on the page as if they had been written there."""
    reusing.mkdocs("build", "--strict")
    html = (reusing.root / "site/runbooks/book/index.html").read_text()
    assert ("Look at docs" in html, 'id="look"' in html) == (True, True)


BAD = [
    ("list", "use: big-enough", "use: big-enouhg", "no check is named `big-enouhg`", "did you mean `big-enough`?"),
    ("list", "use: big-enough", "use: zzz", "no check is named `zzz`", "under `checks:`"),
    ("book", "use: look-twice", "use: zzz", "no group of steps is named `zzz`", "under `groups:`"),
    ("list", "with: {path: docs/index.md}", "with: {pth: docs}", "the check `big-enough` has no input `pth`", "did you mean `path`?"),
    ("list", ", with: {path: docs/index.md}", "", "nothing fills the input `path` of the check `big-enough`", "add `with: {path: …}`"),
    ("book", "least: 3", "least: three", '`least` is "three", not a value of type integer', ""),
    ("book", "with: {what: docs}", "steps: [{id: a, title: A, instructions: B}]", "has either `steps` or `use`", "keep one of them"),
    ("book", "use: look-twice, with: {what: docs}", "description: x", "has either `steps` or `use`", "add `steps:`"),
    ("list", "use: big-enough", "use: big-enough, expect: {exists: true}", "`expect`", ""),
    ("list", "use: big-enough", "use: big-enough, file: {path: x}", "a check of two check types", ""),
    ("list", "use: big-enough, with", "file: {path: x}, expect: {exists: true}, with", "`with`", ""),
    ("standard", "          title: Big enough\n", "          id: big\n", "the named check `big-enough` has an id", "remove it"),
    ("standard", "inputs.least", "inputs.most", "nothing defines ${{ inputs.most }}", "declare it under `inputs:`"),
    ("standard", "at ${{ vars.place }}", "at ${{ inputs.place }}", "nothing defines ${{ inputs.place }} in the step `look`", "declare it under `inputs:`"),
    ("standard", "vars.place", "vars.plaec", "nothing defines ${{ vars.plaec }}", "did you mean `place`?"),
    ("standard", "default: 1", "default: one", "the default of `least`", ""),
    ("standard", "          remediation: Write more.\n", "", "a check of severity medium without `remediation`", ""),
    ("standard", "{ge: ", "{matches: '(', ge: ", "is not a regular expression", ""),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said", "advice"), BAD)
def test_bad(reusing: Site, file: str, old: str, new: str, said: str, advice: str) -> None:
    """What is wrong with a definition or its use is said with a place and what to do."""
    texts = {"standard": NAMED, "book": BOOK, "list": LIST}
    assert old in texts[file]
    reusing.write(**{file: texts[file].replace(old, new, 1)})
    done = reusing.proofbook("validate")
    assert (done.code, said in done.err, advice in done.err) == (2, True, True), done.err


def test_named_by_another_name(reusing: Site) -> None:
    """A name stands for a check, not for another name; and it stands for one."""
    more = "      other:\n        check: {use: big-enough, with: {path: docs}}\n    groups:"
    reusing.write(standard=NAMED.replace("    groups:", more), two=NAMED.replace("id: standard", "id: second"))
    done = reusing.proofbook("validate")
    wanted = [
        "the named check `other` uses another",
        "the check `big-enough` is taken",
        "the group `look-twice` is taken",
    ]
    assert [text for text in wanted if text not in done.err] == []


def test_twice_in_a_document(reusing: Site) -> None:
    """A group brings its steps with their ids: once in a document."""
    twice = BOOK.replace(
        "      - id: second", "      - {id: more, title: More, use: look-twice, with: {what: docs}}\n      - id: second"
    )
    done = reusing.write(book=twice).proofbook("validate")
    assert (done.code, "the step `look` is taken" in done.err) == (2, True)


def test_names_nothing(site: Site) -> None:
    """An empty document of names is a mistake."""
    done = site.write(x="kind: checks\nid: x\ntitle: X\n").proofbook("validate")
    assert (done.code, "`x` names nothing" in done.err) == (2, True)

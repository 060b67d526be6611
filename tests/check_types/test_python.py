"""Functions of `checks/`: read as text before the run, called in a process of their own while it lasts."""

from __future__ import annotations

import time
from pathlib import Path

import psutil

from proofbook import check
from tests.run.looks import looked, said
from tests.sites import Site

ALLOW = "{files: true, python: true}"

FUNCTIONS = """
import os, signal, subprocess, sys, time
from typing import Literal, Optional

import proofbook
from proofbook import check
from checks import shared

open("imported", "a").write("x")

@check(facts={"sum": "of both", "kind": "of the first", "env": "what it sees"})
def add(a: int, b: "int | float" = 2, *, mode: Literal["plain", "odd"] = "plain", names: list[str] = ()):
    print("adding", a)
    return {"sum": a + b, "kind": type(a).__name__, "env": sorted(os.environ)}

@proofbook.check(facts={"waited": "yes"})
async def wait():
    return {"waited": shared.VALUE}

@check(facts={"args": "all of them"})
def anything(**others):
    return {"args": others}

@check(facts={"x": "never"})
def crash(how: str):
    if how == "raise":
        shared.fail()
    if how == "exit":
        sys.exit('enough')
    if how == "gone":
        os._exit(3)
    if how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "large":
        return {"x": "y" * 2_000_000}
    if how == "undeclared":
        return {"x": 1, "y": 2}
    return how

@check(facts={"x": "never"})
def hang(mark: str):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", mark])
    while True:
        try:
            time.sleep(60)
        except BaseException:
            pass

@check(facts={"x": "1"})
def stubborn():
    return {"x": {1: [None, float("inf")]}}

def unmarked():
    return {}
"""


def write(site: Site) -> None:
    """A site with functions."""
    site.settings(ALLOW, vars="{three: 3, odd: odd}")
    site.file("checks/sums.py", FUNCTIONS)
    site.file("checks/shared.py", "VALUE = 'yes'\n\ndef fail():\n    raise ValueError('no such queue')\n")


def test_called(site: Site, monkeypatch) -> None:
    """Arguments arrive with their types, facts come back; what is printed is no answer; the environment is an allow-list."""
    monkeypatch.setenv("MY_TOKEN", "s3cret-of-mine")
    write(site)
    # Neither may stand in for Python's own modules.
    site.file("json.py", "raise SystemExit('stolen')")
    site.file("proofbook/__init__.py", "raise SystemExit('stolen')")
    results = looked(
        site,
        {
            "add": 'python: {function: sums.add, with: {a: "${{ vars.three }}", b: 0.5, mode: "${{ vars.odd }}", names: [x]}}, expect: {facts: {sum: 3.5, kind: int, env: {not: {contains: MY_TOKEN}}}, stdout: {starts_with: adding 3}, duration_ms: {gt: 0}}',
            "defaults": "python: {function: sums.add, with: {a: 1}}, expect: {facts: {sum: 4}}",
            "wait": "python: {function: sums.wait}, expect: {facts: {waited: yes}}",
            "anything": "python: {function: sums.anything, with: {q: {r: [1]}}}, expect: {facts: {args: {has_key: q}}}",
            "stubborn": "python: {function: sums.stubborn}, expect: {facts: {x: {has_key: '1'}}}",
        },
    )
    wrong = {"defaults": ("failed", "facts sum: expected 4, got 3")}
    assert said(results) == dict.fromkeys(results, ("passed", "")) | wrong


def test_crashes(site: Site) -> None:
    """A crash names file and line; a process that dies, or answers too much or the wrong thing, is told as that."""
    write(site)
    hows = ("raise", "exit", "gone", "killed", "large", "undeclared", "text")
    results = looked(
        site,
        {how: f"python: {{function: sums.crash, with: {{how: {how}}}}}, expect: {{facts: {{x: 1}}}}" for how in hows},
    )
    lines = FUNCTIONS.splitlines()
    at = {text: number for number, text in enumerate(lines, start=1)}
    assert said(results) == {
        "raise": ("error", f"checks/sums.py:{at['        shared.fail()']}: ValueError: no such queue"),
        "exit": ("error", f"checks/sums.py:{at[EXITS]}: SystemExit: enough"),
        "gone": ("error", "checks/sums.py: sums.crash ended by exit code 3: it said nothing"),
        "killed": ("error", "checks/sums.py: sums.crash ended by exit code -9: it said nothing"),
        "large": ("error", "checks/sums.py: sums.crash returned, or printed, more than 1 MiB"),
        "undeclared": (
            "error",
            f"checks/sums.py:{at['def crash(how: str):'] - 1}: crash returned y, which it does not declare",
        ),
        "text": ("error", f"checks/sums.py:{at['def crash(how: str):'] - 1}: crash returned str, not a dict of facts"),
    }


def test_import_fails(site: Site) -> None:
    """What fails while it is imported names its line too; a package installed as `checks` is not taken for it."""
    write(site)
    site.file(
        "checks/broken.py",
        'from proofbook import check\n\nimport nowhere_at_all\n\n@check(facts={"x": "x"})\ndef f():\n    return {}\n',
    )
    results = looked(site, {"broken": "python: {function: broken.f}, expect: {facts: {x: 1}}"})
    assert said(results) == {
        "broken": ("error", "checks/broken.py:3: ModuleNotFoundError: No module named 'nowhere_at_all'")
    }


def test_deadline(site: Site) -> None:
    """A function that ignores every signal ends with its deadline, and what it started with it."""
    write(site)
    mark = f"pb-{time.monotonic_ns()}"
    results = looked(
        site,
        {"hang": f"timeout: 2s, python: {{function: sums.hang, with: {{mark: {mark}}}}}, expect: {{facts: {{x: 1}}}}"},
    )
    assert (results["hang"]["verdict"], results["hang"]["took_s"] < 10) == ("failed", True)
    assert not [one for one in psutil.process_iter(["cmdline"]) if mark in (one.info["cmdline"] or ())]


def test_not_granted(site: Site) -> None:
    """Without the permission nothing is imported, neither by validating nor by running."""
    write(site)
    site.settings("{files: true}")
    results = looked(site, {"add": "python: {function: sums.add, with: {a: 1}}, expect: {facts: {sum: 3}}"})
    assert said(results) == {
        "add": ("skipped", "not granted: to call functions of checks/, add `python: true` to `allow:` in mkdocs.yml")
    }
    assert not (site.root / "imported").exists()
    done = site.proofbook("run", "--allow", "python")
    assert (done.code, Path(site.root / "imported").read_text()) == (0, "x")


WRONG = [
    ("function: sum.add", "there is no checks/sum.py", "did you mean `sums`"),
    ("function: sums.ad, with: {a: 1}", "checks/sums.py has no check `ad`", "did you mean `add`"),
    ("function: sums.unmarked", "checks/sums.py has no check `unmarked`", "mark it with `@check(facts=…)`"),
    ("function: add", "`function`", "FILE.FUNCTION"),
    ("function: '${{ vars.three }}'", "cannot name a function", ""),
    ("function: sums.add", "`add` needs the argument `a`", "add `with: {a: …}`"),
    ("function: sums.add, with: {a: 1, c: 2}", "`add` takes no argument `c`", "one of a, b, mode, names"),
    ("function: sums.wait, with: {c: 2}", "`wait` takes no argument `c`", "it takes no arguments"),
    ("function: sums.add, with: {a: x}", '`a` of `add` is "x", not a value of type integer', ""),
    ("function: sums.add, with: {a: true}", "`a` of `add` is true, not a value of type integer", ""),
    ("function: sums.add, with: {a: 1, b: x}", '`b` of `add` is "x", not a value of type integer or number', ""),
    ("function: sums.add, with: {a: 1, mode: even}", '`mode` of `add` is "even", not one of', ""),
    ("function: sums.add, with: {a: 1, names: x}", '`names` of `add` is "x", not a value of type list', ""),
    ("function: syntax.f", "checks/syntax.py:2:", ""),
    ("function: nul.f", "checks/nul.py", ""),
    ("function: odd.nothing", "checks/odd.py:4:1: `nothing` does not say its facts", ""),
    ("function: odd.built", "`built` does not say its facts", ""),
    ("function: odd.computed", "`computed` does not say its facts", ""),
    ("function: odd.positional", "`positional` takes arguments by position", ""),
    ("function: folder.f", "there is no checks/folder.py", "functions stand in `checks/*.py`"),
]
EXITS = "        sys.exit('enough')"
ODD = """
from proofbook import check
@check
def nothing(): ...
NAMES = {"x": "x"}
@check(facts=NAMES)
def built(): ...
@check(facts={})
def computed(): ...
@check(facts={"x": "x"})
def positional(a, /): ...
"""


def test_wrong(site: Site) -> None:
    """What cannot be right is said in the YAML, at its place, and nothing is imported for it."""
    write(site)
    site.file("checks/odd.py", ODD)
    site.file("checks/syntax.py", "x = 1\ndef f(:\n")
    site.file("checks/nul.py", "\0")
    site.file("checks/folder.py/x", "")
    book = "kind: runbook\nid: a{}\ntitle: A\nsteps:\n  - id: s\n    title: S\n    instructions: Look.\n    verify:\n      - {{python: {{{}}}, expect: {{facts: {{sum: 1}}}}}}\n"
    site.write(**{f"w{at}": book.format(at, call) for at, (call, _, _) in enumerate(WRONG)})
    done = site.proofbook("validate")
    blocks = (done.out + done.err).split("runbooks/w")
    for at, (call, message, advice) in enumerate(WRONG):
        found = "\n".join(block for block in blocks if block.startswith(f"{at}.yml:9:"))
        assert message in found and advice in found, (call, found)
    assert not (site.root / "imported").exists()


def test_unreadable(site: Site) -> None:
    """Facts that the function does not declare are found wherever they are named; what it may take, it takes."""
    write(site)
    site.file(
        "checks/typed.py",
        """
from __future__ import annotations
from typing import Literal
import typing
from proofbook import check
@check(facts={"x": "x"})
def f(a: typing.Literal["u"] | None = None, b: "dict[str, int" = 1, c: dict[str, int] = {}, d: int | None = None, e: tuple[int] = (), g: Literal["v"] = "v", h=0, i: "x y" = 0): ...
""",
    )
    fine = "with: {a: 1, b: 1, c: {k: 1}, e: 1, g: v, h: x, i: 1}"
    head = "kind: runbook\nid: {}\ntitle: A\nsteps:\n  - id: s\n    title: S\n    instructions: Look.\n    verify:\n      - {{python: {{function: typed.f, {}}}, expect: {{facts: {{{}: 1}}}}, {}}}\n"
    site.write(
        fine=head.format("a", fine, "x", "id: a-check"),
        c=head.format("b", "with: {c: 1}", "x", "id: b-check"),
        expect=head.format("c", fine, "y", "id: c-check"),
        evidence=head.format("d", fine, "x", "evidence: [{title: E, fact: facts, path: y}]"),
        capture=head.format("e", fine, "x", "id: e-check, capture: {k: {fact: facts, path: y}}"),
    )
    done = site.proofbook("validate")
    text = done.out + done.err
    assert (done.code, text.count("`f` has no fact `y`"), "5 documents" in text or "4 problems" in text) == (
        2,
        3,
        True,
    ), text
    assert "runbooks/fine.yml" not in text
    assert "`c` of `f` is 1, not a value of type map" in text


def test_mark() -> None:
    """The mark leaves the function as it is."""

    def look() -> dict[str, int]:
        return {"x": 1}

    assert check(facts={"x": "x"})(look) is look

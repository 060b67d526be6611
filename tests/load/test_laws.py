"""Laws of the loader, for documents that nobody wrote: the good cases, broken in every single place and at random."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from proofbook.check_types.registry import keyed_facts
from proofbook.load import load
from proofbook.load.reading import FileRead, document_of
from proofbook.load.rules import check_rules
from proofbook.load.source import Source, Sources
from proofbook.model.settings import Settings
from proofbook.schema import KIND_NAMES, document_schema
from proofbook.yaml_text import parse_yaml
from tests.cases.casing import CASES, names

GOOD = sorted(path for path in (CASES / "good").rglob("*.yml") if path.name != "settings.yml")
DATA: dict[str, Any] = {path.stem: parse_yaml(path.read_bytes(), path.name).data for path in GOOD}
Path_ = tuple[str | int, ...]


def read(data: Any) -> FileRead:
    """Data as the loader reads it; JSON is YAML."""
    return document_of(json.dumps(data, ensure_ascii=False).encode(), "law.yml")


def nodes(data: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Every node below the root."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for part, child in entries:
        yield (*path, part), child
        yield from nodes(child, (*path, part))


def replaced(data: Any, path: Path_, value: Any) -> Any:
    """A copy with another node at a path; `...` takes it out."""
    made = copy.deepcopy(data)
    parent = made
    for part in path[:-1]:
        parent = parent[part]
    if value is ...:
        del parent[path[-1]]
    else:
        parent[path[-1]] = value
    return made


def expectations(source: Source) -> list[str]:
    """What the checks of a document look at: one entry a value that a matcher stands for."""
    found = []
    for placed in source.written_checks:
        keyed = keyed_facts(placed.check.type)
        for fact, wanted in placed.check.expect.items():
            found += [f"{fact} {key}" for key in (wanted if fact in keyed else [""])]
    return found


def checks(source: Source) -> int:
    return len(list(source.written_checks))


def accepted(data: Any) -> Source | None:
    """The document if neither schema nor its own rules refuse it."""
    one = read(data)
    if one.source is None or one.problems:
        return None
    _, found = check_rules(Sources((one.source,), Settings()), whole=True)
    # Alone, a document lacks what other documents define: that is no refusal of what it says itself.
    foreign = ("there is no", "nothing defines", "no group of steps", "no check is named", "nothing captures")
    return None if any(not problem.message.startswith(foreign) for problem in found) else one.source


@pytest.mark.parametrize("name", DATA)
def test_emptied(name: str) -> None:
    """Empty any node of a good document: it is refused, or every check is left and expects what it expected.

    Empty is `null`, `""`, `[]`, `{}`, whichever the node was not already. Where a value may be empty, as in
    the parameters of a check or in what a value is compared with, it is data and asserts as much as before.
    """
    before = read(DATA[name]).source
    assert before
    for path, value in nodes(DATA[name]):
        empties = [one for one in ("", [], {}) if type(one) is type(value)] + [None]
        for empty in empties:
            after = accepted(replaced(DATA[name], path, empty)) if value != empty else None
            if after:
                assert checks(after) == checks(before), f"{path} emptied"
                assert len(expectations(after)) == len(expectations(before)), f"{path} emptied"


@pytest.mark.parametrize("name", DATA)
def test_deleted(name: str) -> None:
    """Delete any node: it is refused, or exactly the checks and expectations are gone that stood in it."""
    before = read(DATA[name]).source
    assert before
    where = {placed.path for placed in before.written_checks}
    for path, _ in nodes(DATA[name]):
        after = accepted(replaced(DATA[name], path, ...))
        if after is None:
            continue
        inside = sum(one[: len(path)] == path for one in where)
        assert checks(after) == checks(before) - inside, f"{path} deleted"
        if not inside:
            gone = len(expectations(before)) - len(expectations(after))
            in_expect = any(path[: len(one)] == one and path[len(one) : len(one) + 1] == ("expect",) for one in where)
            assert gone == 0 or in_expect, f"{path} deleted"


TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufffe\uffff\ufeff"), max_size=12
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXT,
    st.sampled_from(["high", "5m", "2026-11-24", "$.a", "${{ vars.x }}", "a-b", "no", "", "http://a"]),
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=6
)
KEYS = sorted(
    {str(part) for data in DATA.values() for path, _ in nodes(data) for part in path if isinstance(part, str)}
)


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A good document with one to three changes: a node gone, another value, or a key from elsewhere."""
    data = draw(st.sampled_from(list(DATA.values())))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([path for path, _ in nodes(data)] or [("kind",)]))
        data = replaced(data, path, draw(st.one_of(st.just(...), VALUES)))
        maps = [path for path, value in nodes(data) if isinstance(value, dict)] if draw(st.booleans()) else []
        if maps:
            data = replaced(data, (*draw(st.sampled_from(maps)), draw(st.sampled_from(KEYS))), draw(VALUES))
    return data


@given(mutated())
@settings(max_examples=400, deadline=None)
def test_schema_and_loader_agree(data: Any) -> None:
    """The published schema accepts a document if and only if the loader reads it, rules aside; records never fail."""
    kind = data.get("kind")
    valid = kind in KIND_NAMES and Draft202012Validator(document_schema(kind)).is_valid(data)
    one = read(data)
    assert valid == (not one.problems and one.source is not None)
    if one.source:  # whole or salvaged: rules look at it, and nothing breaks
        check_rules(Sources((one.source,), Settings(), one.names), whole=not one.problems)
    for problem in one.problems:
        assert problem.message and problem.place.line >= 1


@given(VALUES)
@settings(max_examples=300, deadline=None)
def test_round_trip(value: Any) -> None:
    """What JSON writes is read as it was, types and all; so is what PyYAML writes with every scalar quoted."""
    parsed = parse_yaml(json.dumps({"a": value}, ensure_ascii=False).encode(), "law.yml")
    assert ([], repr({"a": value})) == (parsed.problems, repr(parsed.data).replace("-0.0", "-0.0"))


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
@settings(max_examples=500, deadline=None)
def test_any_bytes(data: bytes) -> None:
    """Whatever a file holds, there is a document or a problem with a place inside of it."""
    one = document_of(data, "law.yml")
    assert one.problems
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    assert all(0 <= problem.place.line <= lines for problem in one.problems)


YAML_LIKE = st.lists(
    st.sampled_from(
        [
            "a: ",
            "- ",
            "  ",
            "\n",
            "\n  ",
            "\n    ",
            "{",
            "}",
            "[",
            "]",
            ", ",
            "'",
            '"',
            "|",
            ">",
            "#",
            "&x ",
            "*x",
            "!t ",
            "? ",
            "---",
            "...",
            "\t",
            "kind: runbook",
            "id: x",
            "${{ ",
            "}}",
            "@",
            "`",
            "%",
            "\\",
            "x",
            "1",
            "<<: ",
        ]
    ),
    max_size=25,
).map("".join)


@given(YAML_LIKE)
@settings(max_examples=1500, deadline=None)
def test_almost_yaml(text: str) -> None:
    """Text made of YAML's own signs: never a crash, always a problem, always in the file, told in full."""
    one = document_of(text.encode(), "law.yml")
    assert one.problems
    for problem in one.problems:
        assert problem.message and "\n" not in problem.message
        assert problem.place.line <= text.count("\n") + 1


def texts() -> list[Path]:
    """Every case, good and bad, that is one file of text."""
    return [path for path in (CASES / "bad").glob("*.yml") if path.is_file()] + GOOD


@pytest.mark.parametrize("path", texts(), ids=lambda path: path.stem)
def test_places(path: Path) -> None:
    """Every node's place points at its text: at the key as written, and at the value, its quote or its sign."""
    parsed = parse_yaml(path.read_bytes(), path.name)
    lines = [*parsed.lines, ""]  # what is left empty at the very end stands behind the last line
    for where, value in nodes(parsed.data) if parsed.data is not None else ():
        place = parsed.place(where)
        text = lines[place.line - 1][place.column - 1 :]
        assert _begins(text, parsed.written(where), value), f"{where}: {text!r}"
        if isinstance(where[-1], str):
            key = parsed.place(where, key=True)
            text = lines[key.line - 1][key.column - 1 :]
            assert text.startswith((where[-1], '"', "'")), f"key of {where}: {text!r}"


def _begins(text: str, written: str, value: Any) -> bool:
    if text.startswith(("&", "!")):  # an anchor or a tag stands before its node
        return True
    if isinstance(value, dict):
        return text.startswith("{") or ":" in text
    if isinstance(value, list):
        return text.startswith(("[", "- ", "-"))
    return text.startswith((written.split("\n", maxsplit=1)[0], '"', "'", "|", ">")) or written == ""


FOLDERS = [f"{kind}/{name}" for kind in ("bad", "good") for name in names(kind) if (CASES / kind / name).is_dir()]


@pytest.mark.parametrize("name", FOLDERS)
def test_order_of_files(name: str, tmp_path: Path) -> None:
    """Files called otherwise, so that they are read in another order, have the same problems, and documents."""
    folder = CASES / name
    files = [
        path
        for path in folder.glob("*.yml")
        if path.is_file() and path.name != "settings.yml" and not path.is_symlink()
    ]
    seen = set()
    for seed in range(3):
        order = random.Random(seed).sample(range(len(files)), len(files))
        runbooks = tmp_path / str(seed) / "runbooks"
        runbooks.mkdir(parents=True)
        for path, number in zip(files, order, strict=True):
            (runbooks / f"{number}.yml").write_bytes(path.read_bytes())
        loaded = load(tmp_path / str(seed), Settings())
        problems = sorted(problem.message for problem in loaded.problems)
        seen.add((tuple(problems), tuple(sorted(document.body.id for document in loaded.library.documents))))
    assert 1 == len(seen)

"""What a page carries for run mode."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from proofbook.model.runbook import Runbook
from proofbook.pages.commands import joined, pieces, shell, unfilled
from proofbook.pages.following import browser_pattern, runbook_digest, variable_pieces

BOOK: dict[str, Any] = {
    "kind": "runbook",
    "id": "book",
    "title": "Book",
    "inputs": {
        "a-b": {"description": "First\n  line", "default": "x y"},
        "flag": {"type": "boolean", "description": "Flag", "default": True},
        "key": {"description": "Key", "default": "k", "sensitive": True, "pattern": "k+"},
    },
    "stages": [{"id": "one", "title": "One", "steps": [{"id": "s", "title": "S", "instructions": "Do."}]}],
    "rollback": [{"id": "r", "title": "R", "instructions": "Undo.", "run": {"command": ["undo"]}}],
    "escalation": [{"to": "us", "when": "stuck"}],
}

#: What an operator reads, changed: key by key into the document.
TEXTS: list[tuple[tuple[str | int, ...], object]] = [
    (("title",), "Other"),
    (("prerequisites",), ["on call"]),
    (("inputs", "flag", "description"), "Other"),
    (("inputs", "key", "pattern"), "k"),
    (("stages", 0, "title"), "Other"),
    (("stages", 0, "description"), "Other"),
    (("stages", 0, "steps", 0, "instructions"), "Do it."),
    (("stages", 0, "steps", 0, "role"), "on call"),
    (("stages", 0, "steps", 0, "run"), {"command": ["do"]}),
    (("rollback", 0, "run", "command"), ["undo", "all"]),
    (("escalation", 0, "to"), "them"),
]
#: What is no text of it.
BESIDE: list[tuple[tuple[str | int, ...], object]] = [
    (("severity",), "high"),
    (("tags",), ["t"]),
    (("owner",), "us"),
    (("stages", 0, "steps", 0, "estimate"), "5m"),
]


def runbook(path: tuple[str | int, ...] = (), value: object = None) -> Runbook:
    """The runbook, with one thing changed."""
    made = msgspec.json.decode(msgspec.json.encode(BOOK))
    there = made
    for key in path[:-1]:
        there = there[key]
    if path:
        there[path[-1]] = value
    return msgspec.convert(made, Runbook)


@pytest.mark.parametrize(("path", "value"), TEXTS, ids=repr)
def test_the_digest_follows_the_text(path: tuple[str | int, ...], value: object) -> None:
    """Whatever an operator reads or runs changes the digest."""
    assert runbook_digest(runbook()) != runbook_digest(runbook(path, value))


@pytest.mark.parametrize(("path", "value"), BESIDE, ids=repr)
def test_the_digest_leaves_out_the_rest(path: tuple[str | int, ...], value: object) -> None:
    """What does not change the procedure alarms nobody who follows it."""
    assert runbook_digest(runbook()) == runbook_digest(runbook(path, value))


def test_pieces_are_the_command() -> None:
    """A command in pieces is the command; inputs stand apart, everything else is text."""
    command = ("run", "--host=${{ inputs.a-b }}", "${{ env.url }}/${{inputs.a-b}}")
    line = pieces(command)
    assert ["run --host=", ("a-b", '"${a_b}"'), ' "${url}"/', ("a-b", '"${a_b}"')] == line
    assert shell(command) == unfilled(line)


def test_texts_are_joined() -> None:
    """Neighbouring texts are one piece."""
    assert ["ab", ("c", "d"), "ef"] == joined(["a", "b", ("c", "d"), "e", "", "f"])
    assert [] == joined([])


def test_variables_have_their_defaults() -> None:
    """Each input has a line of its own with its default as a shell reads it; a secret has none, a description no line end."""
    lines = "a_b='x y'  # First line\nflag=true  # Flag\nkey=  # Key, matching k+"
    assert lines == unfilled(variable_pieces(runbook().inputs))
    assert "" == unfilled(variable_pieces({}))


PATTERNS = {
    "v\\d+": ("^(?:v\\d+)$", "u"),
    "(?is)a.b": ("^(?:a.b)$", "uis"),
    "\\A(?P<x>\\pL|\\PN)\\z": ("^(?:^(?<x>\\p{L}|\\P{N})$)$", "u"),
    "\\.\\-\\\\": ("^(?:\\.\\u{2d}\\\\)$", "u"),
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_are_written_for_browsers(pattern: str) -> None:
    """RE2's own spellings become a browser's; what both have stays."""
    assert PATTERNS[pattern] == browser_pattern(pattern)

"""Text that a shell reads holds no references: what a variable contains must never become code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from proofbook.check_types.registry import check_types
from proofbook.check_types.shell import PASTED
from proofbook.load.source import Found, Source, Sources
from proofbook.model.environment import Environment
from proofbook.model.place import NodePath
from proofbook.model.runbook import Runbook
from proofbook.model.walk import Placed, placed_steps
from proofbook.variables import references

SHELLS = frozenset({"sh", "bash", "dash", "zsh", "ksh", "ash", "fish"})
Texts = Iterator[tuple[NodePath, str, str]]


def check_literals(sources: Sources) -> Found:
    """Parameters that are taken as they are written, and scripts given to a shell by `-c`."""
    for source in sources.every:
        texts = [text for placed in source.written_checks for text in _of_check(placed)]
        for path, text, why in (*texts, *_of_actions(source)):
            for _, name in references(text):
                advice = (
                    'give it as an argument after the script and write "$1", or under `env:` of a check'
                    if why == PASTED
                    else ""
                )
                message, expected = f"${{{{ {name} }}}} {why}", "text without references"
                yield source.problem(path, message, expected=expected, advice=advice)


def _of_check(placed: Placed) -> Texts:
    check = placed.check
    for name, why in getattr(check_types()[check.type], "LITERAL", {}).items():
        yield (*placed.params_path, name), str(check.params.get(name, "")), why
    given = check.params
    argv = given.get("argv", ()) if hasattr(given, "get") else given
    path = placed.params_path if argv is given else (*placed.params_path, "argv")
    yield from _script(path, argv)


def _of_actions(source: Source) -> Texts:
    body = source.document.body
    if isinstance(body, Runbook):
        for path, step in placed_steps(body):
            for key, action in (("run", step.run), ("undo", step.undo)):
                yield from _script((*path, key, "command"), action.command if action else ())
    if isinstance(body, Environment):
        for name, one in body.actions.items():
            yield from _script(("actions", name, "run", "command"), one.run.command)


def _script(path: NodePath, argv: Any) -> Texts:
    """The script in `[sh, -c, SCRIPT, …]`."""
    words = list(map(str, argv)) if isinstance(argv, (tuple, list)) else []
    if len(words) < 3 or PurePath(words[0]).name not in SHELLS:  # noqa: PLR2004 - shell, option, script
        return
    for index, word in enumerate(words[1:-1], start=1):
        if word.startswith("-") and not word.startswith("--") and "c" in word:
            yield (*path, index + 1), words[index + 1], PASTED
            return

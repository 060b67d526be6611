"""What a runbook's page carries so that a browser can follow it: steps, inputs, commands in pieces, a digest."""

from __future__ import annotations

import json
import re
import shlex
from typing import Any

from proofbook.digest import check_digest, digest
from proofbook.model.fields import seconds
from proofbook.model.runbook import Input, Runbook, Step
from proofbook.pages import commands
from proofbook.pages.commands import Piece, shell_name
from proofbook.pages.site import Seen

#: Where RE2 and browsers write the same thing differently. Browsers refuse whatever else only RE2 has.
_TOKEN = re.compile(r"\\(?P<negated>[pP])(?P<letter>[A-Z])|\\(?P<plain>[^A-Za-z0-9])|\\.|\(\?P<|.", re.DOTALL)
_SYNTAX = frozenset("^$\\.*+?()[]{}|/")
_MEANT = {"\\A": "^", "\\z": "$", "(?P<": "(?<", "\\a": "\\x07"}
_FLAGS = re.compile(r"\(\?([is]+)\)")


def following(runbook: Runbook, seen: Seen) -> dict[str, Any]:
    """Of a runbook, what its page needs to be followed."""
    return {
        "id": runbook.id,
        "title": runbook.title,
        "digest": runbook_digest(runbook),
        "commit": seen.report.provenance.commit or "",
        "alerts": list(runbook.alerts),
        "inputs": [_input(name, one) for name, one in runbook.inputs.items()],
        "steps": [
            *(_step(step, "procedure") for step in runbook.procedure()),
            *(_step(step, "rollback") for step in runbook.rollback),
        ],
    }


def carried(value: Any) -> str:
    """A value as JSON, for an attribute."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def runbook_digest(runbook: Runbook) -> str:
    """Of everything that an operator reads and does. What was seen of it is not part of it."""
    inputs = {name: [one.description, one.type, one.pattern, one.enum] for name, one in runbook.inputs.items()}
    stages = [[part.title, part.description, [_text(step) for step in part.steps]] for part in runbook.parts()]
    rollback = [_text(step) for step in runbook.rollback]
    escalation = [[one.to, one.when, one.contact] for one in runbook.escalation]
    return digest([runbook.title, runbook.prerequisites, inputs, stages, rollback, escalation])


def _text(step: Step) -> list[Any]:
    programs = [one.command if one else None for one in (step.run, step.undo)]
    checks = [[check.common.title, check_digest(check)] for check in step.verify]
    return [step.id, step.title, step.instructions, step.role, programs, checks]


def variable_pieces(inputs: dict[str, Input]) -> list[Piece]:
    """Lines that set the shell variables of all inputs; no default leaves one to be filled in."""
    lines: list[Piece] = []
    for name, one in inputs.items():
        like = f", matching {one.pattern}" if one.pattern else ""
        default = shlex.quote(written(one.default)) if one.default is not None and not one.sensitive else ""
        comment = " ".join(f"{one.description}{like}".split())
        lines += ["\n" if lines else "", f"{shell_name(name)}=", (name, default), f"  # {comment}"]
    return commands.joined(lines)


def written(value: Any) -> str:
    """A value of an input as it stands in a command: `true`, not `True`."""
    return value if isinstance(value, str) else json.dumps(value)


def browser_pattern(pattern: str) -> tuple[str, str]:
    """A pattern of RE2 as a browser's regular expression for the whole value, with its flags."""
    leading = _FLAGS.match(pattern)
    rest = pattern[leading.end() :] if leading else pattern
    return f"^(?:{_TOKEN.sub(_token, rest)})$", f"u{leading.group(1) if leading else ''}"


def _token(match: re.Match[str]) -> str:
    if match["letter"]:
        return f"\\{match['negated']}{{{match['letter']}}}"
    plain = match["plain"]
    if plain and plain not in _SYNTAX:
        return f"\\u{{{ord(plain):x}}}"
    return _MEANT.get(match.group(), match.group())


def _input(name: str, one: Input) -> dict[str, Any]:
    wanted: dict[str, Any] = {"name": name, "shell": shell_name(name), "type": one.type, "about": one.description}
    if one.sensitive:
        wanted["sensitive"] = True
    elif one.default is not None:
        wanted["default"] = written(one.default)
    if one.enum:
        wanted["enum"] = [written(value) for value in one.enum]
    if one.pattern:
        wanted |= {"like": one.pattern, "pattern": browser_pattern(one.pattern)}
    return wanted


def _step(step: Step, phase: str) -> dict[str, Any]:
    said: dict[str, Any] = {"id": step.id, "title": step.title, "phase": phase}
    if step.role:
        said["role"] = step.role
    if step.estimate:
        said["estimate"] = seconds(step.estimate)
    return said

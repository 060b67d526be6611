"""Digests: the same thing, however it is written down, has the same one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from proofbook.model.check import Check
from proofbook.model.checklist import Item
from proofbook.model.runbook import Step

#: A check never changes, and while a site is served it is asked for its digest at every save.
_of_checks: WeakKeyDictionary[Check, str] = WeakKeyDictionary()


def digest(value: Any) -> str:
    """SHA-256 of a value's canonical JSON, as 64 hexadecimal digits."""
    text = json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def check_digest(check: Check) -> str:
    """Of everything that decides what a check looks at and how it is judged; prose is not part of it."""
    known = _of_checks.get(check)
    if known is None:
        known = _of_checks[check] = _of_check(check)
    return known


def _of_check(check: Check) -> str:
    common = check.common
    judged = (common.retry, common.wait_for, common.timeout, common.needs, common.when, common.skip, common.max_age)
    more = [msgspec.to_builtins(part) for part in (common.applies_when, common.inputs, common.grade)]
    captured = sorted((name, one.fact, one.path) for name, one in common.capture.items())
    return digest(
        [check.type, check.params, check.expect, [msgspec.to_builtins(part) for part in judged], captured, more]
    )


def item_digest(item: Item) -> str:
    """Of the text that a person signs. Fields are named, so that a new one leaves old signatures valid."""
    attest = item.attest
    asked = {name: getattr(attest, name) for name in ("role", "valid_for", "per_release")} if attest else None
    return digest([item.title, item.description, asked])


def step_digest(step: Step) -> str:
    """Of what a step tells people to do: a question about another text must be asked anew."""
    return digest([step.title, step.instructions, step.run and step.run.command, step.undo and step.undo.command])


def _plain(value: Any) -> Any:
    """As JSON means it: keys are text, tuples are lists, 1.0 is 1."""
    if isinstance(value, str):  # most are
        return value
    if isinstance(value, (dict, Mapping)):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value

"""Values that a check hands on to those that need it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofbook.check_types.registry import keyed_facts
from proofbook.matchers import MISSING
from proofbook.model.check import Check
from proofbook.selecting import select


def captured(check: Check, facts: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """What a check captures from what it saw, and what it could not, in words."""
    keyed = keyed_facts(check.type)
    found, lacking = {}, []
    for name, one in check.common.capture.items():
        value = facts.get(one.fact, MISSING)
        if one.path:
            value = select(value, one.path, keyed[one.fact])
        if value is MISSING:
            lacking.append(f"capture {name}: {one.fact} {one.path}".rstrip() + " selects nothing")
        else:
            found[name] = value
    return found, "; ".join(lacking)

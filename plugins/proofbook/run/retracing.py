"""Whether a check would read of the project what it read before."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from proofbook.errors import CouldNotLook
from proofbook.run.tracing import of_names, of_stat
from proofbook.run.world import Outside


def unchanged(seen: Mapping[str, str], world: Outside) -> bool:
    """Whether every question has the same answer now. One that may not be asked any more has none."""
    try:
        return all(_answer(question, world) == before for question, before in seen.items())
    except CouldNotLook:
        return False


def _answer(question: str, world: Outside) -> str:
    kind, _, name = question.partition(" ")
    if kind == "stat":
        return of_stat(world.stat(name))
    if kind == "read":
        return hashlib.sha256(world.read(name)).hexdigest()
    return of_names(world.find(name))

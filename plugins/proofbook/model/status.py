"""The words for outcomes, and what each means to a gate and to a decision."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct


class Status(StrEnum):
    """Every outcome there is; the worst counts first where one stands for many."""

    FAILED = "failed"
    ERROR = "error"
    BLOCKED = "blocked"
    STALE = "stale"
    EXPIRED = "expired"
    INSUFFICIENT_DATA = "insufficient_data"
    NOT_REVIEWED = "not_reviewed"
    SKIPPED = "skipped"
    WAIVED = "waived"
    FLAKY = "flaky"
    ATTESTED = "attested"
    PASSED = "passed"
    NOT_APPLICABLE = "not_applicable"


class Meaning(Struct, frozen=True):
    """What a status says: in words, to the gate, and to the decision on a required item.

    The documentation's table is made of these; `gate` and `decide` go by them.
    """

    words: str
    gate: str
    decision: str


MEANINGS: dict[Status, Meaning] = {
    Status.PASSED: Meaning("looked, and it was right", "ok", "proved"),
    Status.FLAKY: Meaning("passed, but needed a retry", "ok (setting: fail)", "proved, marked"),
    Status.FAILED: Meaning("looked, and it was wrong, or the target was at fault", "fails", "NO-GO"),
    Status.WAIVED: Meaning("failed, under a valid waiver", "ok", "proved, counted apart"),
    Status.ERROR: Meaning("could not look: our own fault", "inconclusive", "NO-GO"),
    Status.BLOCKED: Meaning("something it needs did not pass", "as its cause", "NO-GO"),
    Status.STALE: Meaning("last look older than it may be, and not repeated", "inconclusive", "NO-GO"),
    Status.SKIPPED: Meaning("for a stated reason, not run here", "ok", "NO-GO"),
    Status.NOT_APPLICABLE: Meaning("by a stated condition and reason", "ok", "left out"),
    Status.ATTESTED: Meaning("a person signed, still valid, text unchanged", "–", "proved by signature"),
    Status.NOT_REVIEWED: Meaning("a person must, nobody has", "–", "NO-GO"),
    Status.EXPIRED: Meaning("a signature lapsed, or its text changed", "–", "NO-GO"),
    Status.INSUFFICIENT_DATA: Meaning("an objective's window is not filled yet", "ok", "NO-GO"),
}

_ORDER = {status: rank for rank, status in enumerate(Status)}


def worst(statuses: Iterable[Status]) -> Status:
    """The one status that stands for many; what does not apply is left out while anything does.

    Raises:
        ValueError: there is none: nothing cannot stand for something.
    """
    return min(statuses, key=_ORDER.__getitem__)


def effective(verdict: Status, *, waived: bool = False) -> Status:
    """The status of a verdict. A waiver turns `failed` into `waived` and nothing else."""
    return Status.WAIVED if waived and verdict is Status.FAILED else verdict


def proves(status: Status) -> bool:
    """Whether a required item of this status counts as proved."""
    return MEANINGS[status].decision.startswith("proved")

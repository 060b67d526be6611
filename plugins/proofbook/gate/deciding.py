"""The decision: is everything proved that must be? A checklist's GO or NO-GO."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from proofbook.errors import ExitCode
from proofbook.instants import parse
from proofbook.model.checklist import Level
from proofbook.model.results import ItemResult
from proofbook.model.status import Status, proves

#: All that is missing where only these stand in the way are people.
UNSIGNED = frozenset({Status.NOT_REVIEWED, Status.EXPIRED})


class Decision(Struct, frozen=True):
    """GO or NO-GO, the required items that are proved, and those that stand in the way."""

    go: bool
    exit_code: ExitCode
    proved: tuple[ItemResult, ...]
    blocking: tuple[ItemResult, ...]


def decide(items: Iterable[ItemResult], now: datetime, release: str | None = None) -> Decision:
    """The decision on the items of one checklist, as of `now`, for a release if one is named."""
    required = [as_of(item, now, release) for item in items if item.level is Level.REQUIRED]
    counted = [item for item in required if item.status is not Status.NOT_APPLICABLE]
    proved = tuple(item for item in counted if proves(item.status))
    blocking = tuple(item for item in counted if not proves(item.status))
    return Decision(bool(proved) and not blocking, _code(proved, blocking), proved, blocking)


def as_of(item: ItemResult, now: datetime, release: str | None = None) -> ItemResult:
    """Time passes after a report is made: signatures lapse and evidence grows stale."""
    if not proves(item.status):
        return item
    if release and item.per_release and item.release != release:
        return replace(item, status=Status.NOT_REVIEWED, reason=f"not signed for release {release}")
    if item.valid_until and now >= parse(item.valid_until):
        if item.status is Status.WAIVED:
            return replace(item, status=Status.FAILED, reason=f"failed, and its waiver ended on {item.valid_until}")
        # Where there is evidence beside a signature, which of the two has lapsed is not known: look again.
        status = Status.STALE if item.proofs else Status.EXPIRED
        return replace(item, status=status, reason=f"was valid until {item.valid_until}")
    return item


def _code(proved: tuple[ItemResult, ...], blocking: tuple[ItemResult, ...]) -> ExitCode:
    statuses = {item.status for item in blocking}
    if Status.FAILED in statuses:
        return ExitCode.FAILED
    if statuses and statuses <= UNSIGNED:
        return ExitCode.UNSIGNED
    # An empty checklist proves nothing.
    return ExitCode.OK if proved and not statuses else ExitCode.INCONCLUSIVE

"""What becomes of a report as time passes: looks grow stale, signatures lapse, waivers end."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from proofbook.gate.deciding import as_of
from proofbook.instants import parse
from proofbook.model.results import ItemResult, Report, Result
from proofbook.model.status import Status, proves

#: How far the clocks of two machines may be apart before nobody can say how old a look is; Kerberos allows as much.
SKEW = timedelta(minutes=5)


def aged(report: Report, now: datetime) -> Report:
    """A report of an earlier run as it counts at `now`; what was seen stays what it is.

    A run that says it began later than `now` was told a wrong time, or we are: what holds for a while is stale then.
    """
    ahead = _ahead(report.started, now)
    results = tuple(_result(one, now, ahead) for one in report.results)
    return replace(report, results=results, items=tuple(_item(item, now, ahead) for item in report.items))


def _ahead(started: str, now: datetime) -> str:
    """Why a look that began at such a time cannot be dated; empty where it can."""
    if parse(started) <= now + SKEW:
        return ""
    return f"seen at {started}, which has not come: a clock was wrong, so nobody knows how old this is"


def _result(one: Result, now: datetime, ahead: str) -> Result:
    if one.valid_until is None or not proves(one.status) or not (ahead or now >= parse(one.valid_until)):
        return one
    reason = ahead or f"the last look was valid until {one.valid_until}, and nobody has looked since"
    return replace(one, status=Status.STALE, reason=reason)


def _item(item: ItemResult, now: datetime, ahead: str) -> ItemResult:
    counted = as_of(item, now)
    if ahead and item.proofs and item.valid_until and proves(counted.status):
        return replace(counted, status=Status.STALE, reason=ahead)
    return counted

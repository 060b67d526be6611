"""What becomes of a report as time passes: looks grow stale, signatures lapse, waivers end."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from proofbook.gate.deciding import as_of
from proofbook.instants import parse
from proofbook.model.results import Report, Result
from proofbook.model.status import Status, proves


def aged(report: Report, now: datetime) -> Report:
    """A report of an earlier run as it counts at `now`; what was seen stays what it is."""
    results = tuple(_result(one, now) for one in report.results)
    return replace(report, results=results, items=tuple(as_of(item, now) for item in report.items))


def _result(one: Result, now: datetime) -> Result:
    if one.valid_until is None or not proves(one.status) or now < parse(one.valid_until):
        return one
    reason = f"the last look was valid until {one.valid_until}, and nobody has looked since"
    return replace(one, status=Status.STALE, reason=reason)

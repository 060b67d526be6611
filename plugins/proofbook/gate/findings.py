"""What wants attention and fails nothing: waivers that ended, that nothing needs, or that never seem to end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from proofbook.model.fields import moment
from proofbook.model.library import Library
from proofbook.model.results import Finding, Report
from proofbook.model.status import Status
from proofbook.model.waivers import Waiver, Waivers

#: A waiver longer than this is a decision not to mend, made where nobody will look at it again.
LONGEST = timedelta(days=180)


def findings(library: Library, report: Report, now: datetime) -> Iterator[Finding]:
    """Every finding, in the order of the files."""
    for document, body in library.placed(Waivers):
        for at, waiver in enumerate(body.waivers):
            place = document.place(("waivers", at))
            for rule, message in _of_waiver(waiver, _verdicts(report, waiver.check), now):
                yield Finding(rule=rule, message=message, place=place, subject=waiver.check)


def _verdicts(report: Report, check: str) -> set[Status]:
    return {result.verdict for result in report.results if result.check == check}


def _of_waiver(waiver: Waiver, verdicts: set[Status], now: datetime) -> Iterator[tuple[str, str]]:
    ends = moment(waiver.expires)
    if now >= ends:
        failing = "the check still fails" if Status.FAILED in verdicts else "nothing needs it any more: remove it"
        yield "waiver-expired", f"the waiver of `{waiver.check}` ended on {waiver.expires}; {failing}"
        return
    if verdicts and verdicts <= {Status.PASSED, Status.FLAKY}:
        yield "waiver-unused", f"`{waiver.check}` passes: remove its waiver, or the next failure will go unseen"
    if ends - now > LONGEST:
        days = (ends - now).days
        yield (
            "waiver-permanent",
            f"the waiver of `{waiver.check}` lasts {days} more days; more than {LONGEST.days} is as good as for ever",
        )

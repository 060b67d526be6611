"""Dates exist in the calendar, and times say their offset."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from proofbook.load.source import Found, Source, Sources
from proofbook.model.attestations import Attestations
from proofbook.model.fields import begun, moment
from proofbook.model.place import NodePath
from proofbook.model.runbook import Runbook
from proofbook.model.waivers import Waivers


def check_dates(sources: Sources) -> Found:
    """Every date of every document."""
    for source in sources.every:
        for path, date in _dates(source):
            if _impossible(date):
                expected = "ISO 8601, as in 2026-11-20 or 2026-11-20T18:00:00Z"
                yield source.problem(path, f"{date} is not a date of the calendar", expected=expected)
            elif path[0] == "review" and not begun(date, datetime.now(UTC)):
                advice = "write the day on which somebody read it; `every` says when the next review is due"
                yield source.problem(path, f"{date} has not come, so nobody has reviewed it then", advice=advice)


def _dates(source: Source) -> Iterator[tuple[NodePath, str]]:
    body = source.document.body
    if isinstance(body, Runbook) and body.review:
        yield ("review", "reviewed"), body.review.reviewed
    if isinstance(body, Attestations):
        yield from ((("attestations", at, "at"), a.at) for at, a in enumerate(body.attestations))
    if isinstance(body, Waivers):
        yield from ((("waivers", at, "expires"), one.expires) for at, one in enumerate(body.waivers))
    for placed in source.checks:
        if placed.check.common.skip:
            yield (*placed.path, "skip", "until"), placed.check.common.skip.until


def _impossible(date: str) -> bool:
    try:
        moment(date)
    except (ValueError, OverflowError):
        return True
    return False

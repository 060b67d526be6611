"""What was seen of a checklist item: the results of its checks, and of the check or drill it names as its proof."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from proofbook.instants import stamp
from proofbook.model.checklist import Item
from proofbook.model.environment import Grade
from proofbook.model.fields import moment
from proofbook.model.results import DrillResult, Report, Result
from proofbook.model.status import Status, proves


class Evidence(Struct, frozen=True):
    """One proof of an item; without a key and a grade where there is no result of it."""

    key: str
    status: Status
    reason: str
    grade: Grade | None
    valid_until: str | None = None
    wanted: Grade | None = None


def evidence(item: Item, report: Report) -> Iterator[Evidence]:
    """At least one for every check and every proof of the item, at the grade that the item asks for."""
    for name, found in _of_item(item, report):
        yield from (_graded(one, item.grade, one.wanted) for one in found or [_missing(name, report)])


def _of_item(item: Item, report: Report) -> Iterator[tuple[str, list[Evidence]]]:
    for check in item.checks or ():
        name = check.common.id or item.id
        yield name, [_of_result(one) for one in report.results if one.drill is None and one.check == name]
    if item.proof and (name := item.proof.check or ""):
        yield name, [_of_result(one) for one in report.results if one.check == name]
    if item.proof and (name := item.proof.drill or ""):
        yield name, [_of_drill(one) for one in report.drills if one.drill == name]


def _of_result(result: Result) -> Evidence:
    if waiver := result.waiver:
        reason = f"waived until {waiver.expires} by {waiver.approver}: {waiver.justification}"
        return Evidence(result.key, result.status, reason, result.grade, stamp(moment(waiver.expires)), result.wanted)
    return Evidence(result.key, result.status, result.reason, result.grade, result.valid_until, result.wanted)


def _of_drill(drill: DrillResult) -> Evidence:
    """A drill in which nothing could be executed has shown nothing; that is not the same as not to apply."""
    if drill.status is Status.NOT_APPLICABLE:
        return Evidence(
            drill.drill, Status.SKIPPED, "nothing in the drill can be executed: it is for people", drill.grade
        )
    return Evidence(drill.drill, drill.status, drill.reason, drill.grade)


def _missing(name: str, report: Report) -> Evidence:
    """No result is no proof: a run that was interrupted, a check that no drill runs."""
    why = "no check of the run and no drill looked at it" if report.complete else "the run was interrupted before it"
    return Evidence("", Status.SKIPPED, f"no result of `{name}`: {why}", None)


def _graded(one: Evidence, *asked: Grade | None) -> Evidence:
    """Good evidence of a lower grade shows something, and proves nothing."""
    wanted = max((grade for grade in asked if grade), key=list(Grade).index, default=None)
    if wanted is None or one.grade is None or not proves(one.status) or one.grade.reaches(wanted):
        return one
    reason = f"demonstrated on {one.grade}; {wanted} is asked for"
    return Evidence(one.key, Status.NOT_REVIEWED, reason, one.grade, one.valid_until)

"""One check from all sides: what it is, what was seen last, and how to look again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from proofbook.check_types.registry import check_types
from proofbook.disarming import harmless, one_line
from proofbook.history import Recall, Told
from proofbook.model.plan import Job, Plan
from proofbook.model.results import Assertion, Attempt, Reading, Report, Result


class Spot(Struct, frozen=True):
    """A check where a plan has it: outside drills, in one, or as the readiness of a service."""

    job: Job
    drill: str = ""
    environment: str = ""


def spots(plan: Plan) -> Iterator[Spot]:
    """Every check of a plan, everywhere it is looked at."""
    yield from (Spot(job, "", plan.checks.environment.id) for job in plan.checks.jobs)
    for one in plan.drills:
        jobs = (job for step in one.steps for job in step.jobs)
        yield from (Spot(job, one.drill.id, one.environment.id) for job in jobs)
    for name, services in plan.services.items():
        yield from (Spot(service.ready, "", name) for service in services if service.ready)


def explain_text(found: list[Spot], report: Report | None) -> str:
    """The check at these spots, which are all of one definition; `report` is that of the last run, if any."""
    job = found[0].job
    lines = [*_definition(job), *_where(found)]
    drills = {one.drill for one in found}
    results = [one for one in (report.results if report else ()) if one.check == job.id and (one.drill or "") in drills]
    lines += [line for one in results for line in _result(one, job)] or ["not looked at yet"]
    recall = Recall(report) if report else None
    lines += [line for one in results if recall for line in _past(one.key, recall.told(one.key))]
    return "\n".join([*lines, *(f"look again: {command}" for command in _commands(found))]) + "\n"


def _definition(job: Job) -> Iterator[str]:
    check = job.placed.check
    common = check.common
    yield f"{job.id}: {one_line(job.placed.title)}"
    yield f"  {job.place}: {check.type}, needs permission: {check_types()[check.type].EFFECT}"
    yield f"  severity {common.severity}, {'gates' if common.gate else 'does not gate'}"
    if job.needs:
        yield f"  needs {', '.join(job.needs)}"
    yield f"  looks at {_json(check.params)}"
    yield from (f"  expects {fact}: {_json(wanted)}" for fact, wanted in check.expect.items())
    if common.remediation:
        yield f"  to mend it: {one_line(common.remediation)}"
    if job.omit:
        yield f"  {job.omit.status} now: {one_line(job.omit.reason)}"


def _past(name: str, told: Told) -> Iterator[str]:
    """Since when it is so, and whether it was ever red."""
    if told.looks > 1:
        red = f"last seen red {told.red}" if told.red else f"not red in {told.looks} looks"
        yield f"past of {name}: like this since {told.since}, {red}"


def _json(value: object) -> str:
    return one_line(json.dumps(value, ensure_ascii=False, default=_plain))


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)


def _where(found: Iterable[Spot]) -> Iterator[str]:
    for one in found:
        yield f"  in the drill {one.drill} on {one.environment}" if one.drill else f"  on {one.environment}"


def _result(one: Result, job: Job) -> Iterator[str]:
    inside = f" in the drill {one.drill}" if one.drill else ""
    yield f"last look{inside}: {one.status.replace('_', ' ')}, on {one.environment} (grade {one.grade})"
    if one.digest != job.digest:
        yield "  its definition has changed since"
    if one.reason:
        yield f"  {one_line(one.reason)}"
    if one.waiver:
        yield f"  waived until {one.waiver.expires} by {one_line(one.waiver.approver)}"
    if one.valid_until:
        yield f"  valid until {one.valid_until}"
    for number, attempt in enumerate(one.attempts, 1):
        yield from _attempt(number, attempt)
    yield from (_reading(reading) for reading in one.readings)
    if one.output:
        yield "  it printed:"
        yield from (f"    | {line}" for line in harmless(one.output).splitlines())


def _attempt(number: int, attempt: Attempt) -> Iterator[str]:
    yield f"  attempt {number}, {attempt.started}, {attempt.took_s:.2f} s: {attempt.verdict}"
    if attempt.reason and not attempt.assertions:
        yield f"    {one_line(attempt.reason)}"
    yield from (_assertion(one) for one in attempt.assertions)


def _assertion(one: Assertion) -> str:
    name = one_line(f"{one.fact} {one.path}".strip())
    detail = f" ({one_line(one.detail)})" if one.detail else ""
    mark = "✓" if one.ok else "✗"
    return f"    {mark} {name}: expected {one_line(one.expected)}, got {one_line(one.actual)}{detail}"


def _reading(one: Reading) -> str:
    unit = f" {one.unit}" if one.unit else ""
    target = f", wanted {one_line(one.target)}" if one.target else ""
    return f"  {one_line(one.title)}: {one_line(str(one.value))}{unit}{target}"


def _commands(found: Iterable[Spot]) -> Iterator[str]:
    for one in found:
        yield f"proofbook run {one.drill}:{one.job.id}" if one.drill else f"proofbook run {one.job.id}"

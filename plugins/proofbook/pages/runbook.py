"""A runbook's page: its steps with what its drills, or its checks, have seen of each."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from proofbook.model.fields import seconds
from proofbook.model.results import ActionResult, DrillResult, Reading, Result, Session, StepResult
from proofbook.model.runbook import Input, Runbook, Step
from proofbook.model.status import Status, proves, worst
from proofbook.pages import words
from proofbook.pages.commands import shell_name
from proofbook.pages.site import Seen


class Banner(Struct, frozen=True):
    """The verdict in words, for one drill or for the runbook's checks."""

    anchor: str
    status: Status
    word: str
    sentence: str
    at: str | None
    readings: tuple[Reading, ...]


class Shown(Struct, frozen=True):
    """What one drill, or the build, saw of a step."""

    name: str
    actions: tuple[ActionResult, ...]
    results: tuple[Result, ...]


class StepView(Struct, frozen=True):
    """A step with everything that was seen of it."""

    number: int
    step: Step
    status: Status
    shown: tuple[Shown, ...]


def runbook_view(runbook: Runbook, seen: Seen) -> dict[str, Any]:
    """The template's context."""
    drills = [seen.drills[drill.id] for drill in runbook.drills if drill.id in seen.drills]
    numbers = {step.id: at for at, step in enumerate((*runbook.procedure(), *runbook.rollback), 1)}
    steps = {step.id: _step(step, numbers[step.id], runbook, drills, seen) for step in _every(runbook)}
    total = sum(seconds(step.estimate) for step in runbook.procedure() if step.estimate)
    return {
        "runbook": runbook,
        "owner": seen.owner(runbook.owner),
        "banners": [_of_drill(runbook, drill, seen) for drill in drills] or [_of_checks(runbook, seen)],
        "steps": steps,
        "input_lines": "\n".join(_input_line(name, one) for name, one in runbook.inputs.items()),
        "total": words.estimate(total) if total else "",
        "sessions": [session for drill in drills for session in _sessions(drill, seen)],
        "drills": drills,
    }


def _input_line(name: str, one: Input) -> str:
    """A line that sets the shell variable of an input; no default leaves it to be filled in."""
    default = shlex.quote(str(one.default)) if one.default is not None and not one.sensitive else ""
    like = f", matching {one.pattern}" if one.pattern else ""
    return f"{shell_name(name)}={default}  # {one.description}{like}"


def _every(runbook: Runbook) -> Iterator[Step]:
    yield from runbook.procedure()
    yield from runbook.rollback


def _sessions(drill: DrillResult, seen: Seen) -> list[Session]:
    return [session for session in seen.report.sessions if session.used_for == drill.drill]


def _step(step: Step, number: int, runbook: Runbook, drills: list[DrillResult], seen: Seen) -> StepView:
    if runbook.acts():
        shown = [(drill.drill, one) for drill in drills for one in drill.steps if one.step == step.id]
        found = tuple(_shown(name, one, seen) for name, one in shown)
        statuses = [one.status for _, one in shown]
    else:
        results = tuple(r for r in seen.report.results if r.part == f"{runbook.id}/{step.id}")
        found = (Shown("", (), results),) if results else ()
        statuses = [result.status for result in results]
    return StepView(number, step, worst(statuses or [Status.NOT_APPLICABLE]), found)


def _shown(drill: str, step: StepResult, seen: Seen) -> Shown:
    return Shown(drill, step.actions, tuple(seen.results[key] for key in step.checks if key in seen.results))


def _of_drill(runbook: Runbook, drill: DrillResult, seen: Seen) -> Banner:
    results = [result for result in seen.report.results if result.drill == drill.drill]
    place = words.place_of(drill.grade)
    readings = tuple(reading for step in drill.steps for key in step.checks for reading in _readings(key, seen))
    sentence = _proved(drill) if proves(drill.status) else _why(runbook, drill)
    at = drill.started if any(result.started for result in results) or drill.steps else None
    return Banner(drill.drill, drill.status, _word(drill.status, place), sentence, at, readings)


def _readings(key: str, seen: Seen) -> tuple[Reading, ...]:
    return seen.results[key].readings if key in seen.results else ()


def _proved(drill: DrillResult) -> str:
    done = [step for step in drill.steps if step.status is not Status.NOT_APPLICABLE]
    forth = sum(1 for step in done if step.phase == "procedure")
    back = len(done) - forth
    tail = f" and {words.count(back, 'step')} of rollback" if back else ""
    return f"{words.count(forth, 'step')}{tail} executed, every check passed, in {words.took(drill.took_s)}."


def _why(runbook: Runbook, drill: DrillResult) -> str:
    first = next((step for step in drill.steps if step.status is drill.status and step.reason), None)
    if first is None or first.status is Status.SKIPPED:
        return drill.reason
    titles = {step.id: step.title for step in _every(runbook)}
    return f"{titles.get(first.step, first.step)}: {first.reason}"


def _of_checks(runbook: Runbook, seen: Seen) -> Banner:
    """For a runbook that changes nothing, its checks; for one that does and has no drill, the truth."""
    if runbook.acts():
        return Banner("never-drilled", Status.NOT_REVIEWED, "Never proved", "No drill executes it.", None, ())
    results = [result for result in seen.report.results if result.document == runbook.id]
    if not results:
        return Banner("unchecked", Status.NOT_APPLICABLE, "For people", "Nothing in it is checked.", None, ())
    status = worst(result.status for result in results)
    passed = sum(1 for result in results if proves(result.status))
    sentence = f"{passed} of {words.count(len(results), 'check')} passed."
    starts = sorted(result.started for result in results if result.started)
    word = _word(status, words.place_of(results[0].grade))
    readings = tuple(reading for result in results for reading in result.readings)
    return Banner("checked", status, word, sentence, starts[0] if starts else None, readings)


def _word(status: Status, place: str) -> str:
    said = {
        Status.PASSED: f"Proved on {place}",
        Status.FLAKY: f"Proved on {place}, flaky",
        Status.FAILED: f"Failed on {place}",
        Status.ERROR: "Could not look",
        Status.SKIPPED: "Not run here",
    }
    return said.get(status, words.label(status).capitalize())

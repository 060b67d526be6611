"""What a drill did, as a terminal showed it: with its own output and its own timing."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator

from markupsafe import Markup
from msgspec import Struct

from proofbook.disarming import visible
from proofbook.instants import parse
from proofbook.model.course import Course
from proofbook.model.results import ActionResult, DrillResult, Result, StepResult
from proofbook.model.runbook import Runbook
from proofbook.model.status import proves
from proofbook.model.walk import placed_steps
from proofbook.pages import words
from proofbook.pages.escaping import evidence
from proofbook.pages.site import Seen

#: Columns and lines of a terminal that plays it.
_WIDTH, _HEIGHT = 100, 30


class Moment(Struct, frozen=True):
    """What appeared at once, `at` seconds from the beginning."""

    at: float
    text: str

    @property
    def html(self) -> Markup:
        """For a page."""
        return evidence(self.text)


class Recording(Struct, frozen=True):
    """A drill to be watched. `file` is its asciicast."""

    drill: str
    title: str
    moments: tuple[Moment, ...]
    file: str

    @property
    def took(self) -> float:
        """In seconds."""
        return self.moments[-1].at if self.moments else 0.0


def recording(drill: str, seen: Seen) -> Recording | None:
    """The recording of a drill; nothing of one that was not carried out."""
    result = seen.drills.get(drill)
    if result is None or not any(step.actions for step in result.steps):
        return None
    runbook = next(one for one in seen.library.all(Runbook) if one.id == result.runbook)
    title = next((one.title or runbook.title for one in runbook.drills if one.id == drill), runbook.title)
    return Recording(drill, title, tuple(_moments(result, runbook, seen)), f"proofbook/recordings/{drill}.cast")


def casts(seen: Seen) -> dict[str, bytes]:
    """The asciicast (version 2) of every drill that a course shows, by its address."""
    wanted = {lesson.recording for course in seen.library.all(Course) for _, lesson in course.lessons()}
    found = [recording(name, seen) for name in sorted(name for name in wanted if name)]
    return {one.file: _cast(one, seen.drills[one.drill]) for one in found if one}


def _cast(one: Recording, result: DrillResult) -> bytes:
    begun = int(parse(result.started).timestamp()) if result.started else 0
    head = {"version": 2, "width": _WIDTH, "height": _HEIGHT, "timestamp": begun, "title": one.title}
    lines = [json.dumps(head)]
    lines += [json.dumps([moment.at, "o", moment.text.replace("\n", "\r\n")]) for moment in one.moments]
    return ("\n".join(lines) + "\n").encode()


def _moments(result: DrillResult, runbook: Runbook, seen: Seen) -> Iterator[Moment]:
    titles = {step.id: step.title for _, step in placed_steps(runbook)}
    begun = [parse(action.started) for step in result.steps for action in step.actions if action.started]
    zero, last = min(begun), 0.0
    for step in result.steps:
        results = [seen.results[key] for key in step.checks if key in seen.results]
        for at, text in _step(step, titles.get(step.step, step.step), results):
            # Times come from the wall clock, which may be set while a drill is under way.
            last = max(last, round((parse(at[0]) - zero).total_seconds() + at[1], 3)) if at[0] else last
            yield Moment(last, text)


def _step(step: StepResult, title: str, results: list[Result]) -> Iterator[tuple[tuple[str | None, float], str]]:
    yield (step.started, 0.0), f"\n# {' '.join(visible(title).split())}\n"
    for action in step.actions:
        yield (action.started, 0.0), f"{_prompt(action)}\n"
        if action.output or action.reason:
            yield (action.started, action.took_s), _printed(action)
    for one in results:
        mark = "ok" if proves(one.status) else words.label(one.status)
        yield (one.started, one.took_s), f"[{mark}] {' '.join(visible(one.title).split())}\n"


def _prompt(action: ActionResult) -> str:
    sign = "fault strikes: $" if action.role == "fault" else "$"
    return f"{sign} {' '.join(shlex.quote(visible(part)) for part in action.command)}"


def _printed(action: ActionResult) -> str:
    text = visible(action.output or action.reason).rstrip()
    return f"{text}\n"

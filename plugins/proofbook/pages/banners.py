"""The verdict on a runbook in words: one banner for each drill, else one for its checks."""

from __future__ import annotations

from msgspec import Struct

from proofbook.model.environment import Grade
from proofbook.model.results import DrillResult, Reading, Result
from proofbook.model.runbook import Drill, Runbook
from proofbook.model.status import Status, proves, worst
from proofbook.model.walk import placed_steps
from proofbook.pages import words
from proofbook.pages.site import Seen


class Banner(Struct, frozen=True):
    """The verdict in words, for one drill or for the runbook's checks."""

    anchor: str
    status: Status
    word: str
    sentence: str
    at: str | None
    readings: tuple[Reading, ...]
    grade: Grade | None = None
    valid_until: str | None = None
    environment: str = ""
    title: str = ""


def banners(runbook: Runbook, seen: Seen) -> list[Banner]:
    """At least one."""
    return [_of_drill(runbook, drill, seen) for drill in runbook.drills] or [_of_checks(runbook, seen)]


def _of_drill(runbook: Runbook, planned: Drill, seen: Seen) -> Banner:
    anchor = seen.anchor(runbook.id, "drill", planned.id)
    # Where there are several drills, each says which it is.
    title = planned.title or planned.id if len(runbook.drills) > 1 else ""
    drill = seen.drills.get(planned.id)
    if drill is None:
        sentence = "The last run knew nothing of this drill."
        return Banner(anchor, Status.SKIPPED, "Not run here", sentence, None, (), title=title)
    place = words.place_of(drill.grade)
    readings = tuple(reading for step in drill.steps for key in step.checks for reading in _readings(key, seen))
    sentence = _proved(drill) if proves(drill.status) else _why(runbook, drill)
    at = drill.started if drill.steps or any(result.started for result in seen.of_drill(drill.drill)) else None
    word, until = _word(drill.status, place), _until(seen.of_drill(drill.drill))
    return Banner(anchor, drill.status, word, sentence, at, readings, drill.grade, until, drill.environment, title)


def _until(results: list[Result]) -> str | None:
    """Until when the first of them is valid."""
    return min((result.valid_until for result in results if result.valid_until), default=None)


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
    titles = {step.id: step.title for _, step in placed_steps(runbook)}
    return f"{titles.get(first.step, first.step)}: {first.reason}"


def _of_checks(runbook: Runbook, seen: Seen) -> Banner:
    """For a runbook that changes nothing, its checks; for one that does and has no drill, the truth."""
    anchor = seen.anchor(runbook.id, "heading", "verdict")
    if runbook.acts():
        return Banner(anchor, Status.NOT_REVIEWED, "Never proved", "No drill executes it.", None, ())
    results = seen.of_document(runbook.id)
    if not results:
        return Banner(anchor, Status.NOT_APPLICABLE, "For people", "Nothing in it is checked.", None, ())
    status = worst(result.status for result in results)
    passed = sum(1 for result in results if proves(result.status))
    sentence = f"{passed} of {words.count(len(results), 'check')} passed."
    starts = sorted(result.started for result in results if result.started)
    grade = results[0].grade
    readings = tuple(reading for result in results for reading in result.readings)
    return Banner(
        anchor,
        status,
        _word(status, words.place_of(grade)),
        sentence,
        starts[0] if starts else None,
        readings,
        grade,
        _until(results),
        results[0].environment,
    )


def _word(status: Status, place: str) -> str:
    said = {
        Status.PASSED: f"Proved on {place}",
        Status.FLAKY: f"Proved on {place}, flaky",
        Status.FAILED: f"Failed on {place}",
        Status.ERROR: "Could not look",
        Status.SKIPPED: "Not run here",
    }
    return said.get(status, words.label(status).capitalize())

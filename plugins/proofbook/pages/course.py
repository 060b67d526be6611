"""A course's page, the page of its answers, and that of its trainer."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from msgspec import Struct

from proofbook.model.course import Course, Lesson, Module
from proofbook.model.fields import seconds
from proofbook.model.runbook import Runbook, Step
from proofbook.model.walk import placed_steps
from proofbook.pages.links import answers_page, page_of, trainer_page
from proofbook.pages.quizzes import Asked, asked
from proofbook.pages.recordings import Recording, recording
from proofbook.pages.site import Seen
from proofbook.pages.words import estimate


class LessonView(Struct, frozen=True):
    """A lesson with where it leads. `begins` is in minutes from the course's beginning."""

    lesson: Lesson
    page: str
    anchor: str
    begins: int
    asked: tuple[Asked, ...] = ()
    recording: Recording | None = None
    way: tuple[Step, ...] = ()


class ModuleView(Struct, frozen=True):
    """A module with its lessons."""

    module: Module
    lessons: tuple[LessonView, ...]


def course_view(course: Course, seen: Seen) -> dict[str, Any]:
    """The context of all three templates."""
    lengths = [seconds(lesson.duration) for _, lesson in course.lessons()]
    begins = iter([0.0, *accumulate(lengths)])
    modules = [
        ModuleView(module, tuple(_lesson(course, one, next(begins), seen) for one in module.lessons))
        for module in course.modules
    ]
    return {
        "course": course,
        "owner": seen.owner(course.owner),
        "before": seen.of_part(course.before),
        "unseen": seen.unseen(course.before),
        "duration": estimate(sum(lengths)),
        "modules": modules,
        "lessons": [one for view in modules for one in view.lessons],
        "questions": any(course.questions()),
        "answers": answers_page(course),
        "trainer": trainer_page(course),
        "here": page_of(course),
        "texts": {objective.id: objective.text for objective in course.objectives},
    }


def courses_view(seen: Seen) -> dict[str, Any]:
    """The context of the catalogue."""
    every = sorted(seen.library.all(Course), key=lambda one: (one.title.casefold(), one.id))
    return {"courses": [course_view(course, seen) for course in every]}


def _lesson(course: Course, lesson: Lesson, begins: float, seen: Seen) -> LessonView:
    name = lesson.runbook or (lesson.exercise.runbook if lesson.exercise else "")
    runbook = next((one for one in seen.library.all(Runbook) if one.id == name), None)
    steps = {step.id: step for _, step in placed_steps(runbook)} if runbook else {}
    return LessonView(
        lesson,
        page_of(runbook) if runbook else lesson.page or "",
        seen.anchor(course.id, "lesson", lesson.id),
        round(begins / 60),
        tuple(asked(course, one, seen) for one in lesson.quiz),
        recording(lesson.recording, seen) if lesson.recording else None,
        tuple(steps[one] for one in lesson.exercise.way) if lesson.exercise else (),
    )

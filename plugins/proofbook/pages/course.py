"""A course's page, and the page of its answers."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from proofbook.digest import step_digest
from proofbook.model.course import Course, Lesson, Module, Question
from proofbook.model.fields import seconds
from proofbook.model.runbook import Runbook, Step
from proofbook.model.walk import placed_steps
from proofbook.pages.links import answers_page, page_of
from proofbook.pages.site import Seen
from proofbook.pages.words import estimate


class Asked(Struct, frozen=True):
    """A question as it is asked: its options in an order that tells nothing, and where the answer stands."""

    question: Question
    options: tuple[str, ...]
    others: tuple[str, ...] = ()
    page: str = ""
    anchor: str = ""
    where: str = ""
    stale: bool = False


class LessonView(Struct, frozen=True):
    """A lesson with where it leads."""

    lesson: Lesson
    page: str
    anchor: str
    asked: tuple[Asked, ...] = ()


class ModuleView(Struct, frozen=True):
    """A module with its lessons."""

    module: Module
    lessons: tuple[LessonView, ...]


def course_view(course: Course, seen: Seen) -> dict[str, Any]:
    """The context of both templates."""
    lessons = [lesson for _, lesson in course.lessons()]
    return {
        "course": course,
        "owner": seen.owner(course.owner),
        "duration": estimate(sum(seconds(lesson.duration) for lesson in lessons)),
        "modules": [
            ModuleView(module, tuple(_lesson(course, one, seen) for one in module.lessons)) for module in course.modules
        ],
        "answers": answers_page(course),
        "here": page_of(course),
        "texts": {objective.id: objective.text for objective in course.objectives},
    }


def _lesson(course: Course, lesson: Lesson, seen: Seen) -> LessonView:
    anchor = seen.anchor(course.id, "lesson", lesson.id)
    name = lesson.runbook or (lesson.exercise.runbook if lesson.exercise else "")
    page = next((page_of(one) for one in seen.library.all(Runbook) if one.id == name), lesson.page or "")
    return LessonView(lesson, page, anchor, tuple(_asked(one, seen) for one in lesson.quiz))


def _asked(question: Question, seen: Seen) -> Asked:
    left = [pair.left for pair in question.match]
    right = sorted(pair.right for pair in question.match)
    options = tuple(choice.text for choice in (*question.choose_one, *question.choose_many)) or tuple(
        sorted(question.order) if question.order else left
    )
    return Asked(question, options, tuple(right), *_where(question, seen))


def _where(question: Question, seen: Seen) -> tuple[str, str, str, bool]:
    about = question.about
    if about is None:
        return "", "", "", False
    if about.page:
        return about.page, "", about.page, False
    runbook, step = _step(about.step or "", seen)
    stale = bool(about.digest) and not step_digest(step).startswith(about.digest or "")
    return page_of(runbook), seen.anchor(runbook.id, "step", step.id), step.title, stale


def _step(name: str, seen: Seen) -> tuple[Runbook, Step]:
    """The step of a name that is known to be right."""
    return next(
        (runbook, step)
        for runbook in seen.library.all(Runbook)
        for _, step in placed_steps(runbook)
        if f"{runbook.id}/{step.id}" == name
    )

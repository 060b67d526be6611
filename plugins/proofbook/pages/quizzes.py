"""Questions as they are asked: their options in an order that tells nothing, and what a script answers with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from proofbook.digest import digest, step_digest
from proofbook.model.course import Course, Question
from proofbook.model.runbook import Runbook, Step
from proofbook.model.walk import placed_steps
from proofbook.pages.links import page_of
from proofbook.pages.site import Seen

#: Enough of a digest that no other text of a step will have it by chance.
DIGITS = 16


class Asked(Struct, frozen=True):
    """A question as it is asked, and where the answer stands."""

    question: Question
    options: tuple[str, ...]
    others: tuple[str, ...] = ()
    page: str = ""
    anchor: str = ""
    where: str = ""
    stale: bool = False
    #: Of the step's text as it is now, for whoever has read it again.
    digest: str = ""

    @property
    def carried(self) -> dict[str, Any]:
        """For the script. Whoever reads the page's source reads the answers: a quiz is for oneself."""
        one = self.question
        said: dict[str, Any] = {"kind": one.kinds()[0], "options": self.options}
        choices = {choice.text: choice for choice in (*one.choose_one, *one.choose_many)}
        if choices:
            said["right"] = [choices[text].right for text in self.options]
            said["feedback"] = [choices[text].feedback or "" for text in self.options]
        elif one.order:
            said["right"] = one.order
        elif one.match:
            said |= {"others": self.others, "right": [pair.right for pair in _in_order(one, self.options)]}
        elif one.number:
            said |= {"right": one.number.value, "within": one.number.tolerance, "unit": one.number.unit}
        else:
            said["right"] = one.answer
        return said


def asked(course: Course, question: Question, seen: Seen) -> Asked:
    """One question of a course."""
    choices = [choice.text for choice in (*question.choose_one, *question.choose_many)]
    left = choices or list(question.order) or [pair.left for pair in question.match]
    salt = (course.id, question.id, course.seed)
    options = shuffled(left, *salt, never=question.order)
    others = shuffled([pair.right for pair in question.match], *salt, "right")
    return Asked(question, options, others, *_where(course, question, seen))


def shuffled(texts: Sequence[str], *salt: str | int, never: Sequence[str] = ()) -> tuple[str, ...]:
    """The same order at every build and on every machine; another with another salt; `never` that of the answer."""
    found = sorted(texts, key=lambda text: digest([*salt, text]))
    return tuple([*found[1:], found[0]] if never and found == list(never) else found)


def _in_order(question: Question, options: Sequence[str]) -> list[Any]:
    return sorted(question.match, key=lambda pair: options.index(pair.left))


def _where(course: Course, question: Question, seen: Seen) -> tuple[str, str, str, bool, str]:
    about = question.about
    if about is None:
        return "", "", "", False, ""
    if about.page:
        courses = (course, *seen.library.all(Course))
        taught = (lesson.title for one in courses for _, lesson in one.lessons() if lesson.page == about.page)
        return about.page, "", next(taught, about.page), False, ""
    runbook, step = _step(about.step or "", seen)
    now = step_digest(step)
    stale = bool(about.digest) and not now.startswith(about.digest or "")
    return page_of(runbook), seen.anchor(runbook.id, "step", step.id), step.title, stale, now[:DIGITS]


def _step(name: str, seen: Seen) -> tuple[Runbook, Step]:
    """The step of a name that is known to be right."""
    return next(
        (runbook, step)
        for runbook in seen.library.all(Runbook)
        for _, step in placed_steps(runbook)
        if f"{runbook.id}/{step.id}" == name
    )

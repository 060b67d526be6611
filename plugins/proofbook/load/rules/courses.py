"""Courses make sense: questions have a right answer, lessons lead somewhere, objectives are taught and tested."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from proofbook.load.rules.ids import twice
from proofbook.load.rules.unknown import unknown
from proofbook.load.settings import docs_of
from proofbook.load.source import Found, Source, Sources, Where
from proofbook.model.course import Course, Exercise, Lesson, Question
from proofbook.model.place import NodePath
from proofbook.model.runbook import Runbook
from proofbook.model.walk import placed_checks, placed_steps
from proofbook.nearest import did_you_mean

LESSONS = "`page`, `runbook`, `recording`, `quiz` and `exercise`"
#: Folders of pages that are made from documents.
GENERATED = (
    "alerts/",
    "checklists/",
    "courses/",
    "environments/",
    "objectives/",
    "proof/",
    "requirements/",
    "runbooks/",
)
ANSWERS = "`choose_one`, `choose_many`, `order`, `match`, `answer` and `number`"


def check_courses(sources: Sources) -> Found:
    """Each course for itself."""
    for source, course in _courses(sources):
        yield from _names(source, course)
        for path, lesson in course.lessons():
            if len(lesson.kinds()) != 1:
                said = " and ".join(f"`{kind}`" for kind in lesson.kinds()) or "nothing to learn from"
                yield source.problem(path, f"the lesson `{lesson.id}` has {said}", expected=f"exactly one of {LESSONS}")
        for path, question in course.questions():
            yield from _question(source, path, question)
        yield from _objectives(sources, source, course)


def check_course_references(sources: Sources) -> Found:
    """Lessons, exercises and questions name runbooks, steps, environments, faults and checks that exist."""
    runbooks = {runbook.id: runbook for runbook in sources.library.all(Runbook)}
    steps = {f"{runbook.id}/{step.id}" for runbook in runbooks.values() for _, step in placed_steps(runbook)}
    drills = {drill.id for runbook in runbooks.values() for drill in runbook.drills}
    for source, course in _courses(sources):
        for path, lesson in course.lessons():
            if lesson.runbook:
                yield from unknown(sources, source, [((*path, "runbook"), lesson.runbook)], runbooks, "runbook")
            if lesson.recording:
                yield from unknown(sources, source, [((*path, "recording"), lesson.recording)], drills, "drill")
            yield from _exercise(sources, source, (*path, "exercise"), lesson, runbooks)
        yield from _pages(sources, source, course)
        asked = [((*path, "about", "step"), one.about.step) for path, one in course.questions() if one.about]
        yield from unknown(sources, source, [(path, step) for path, step in asked if step], steps, "step")


def _pages(sources: Sources, source: Source, course: Course) -> Found:
    """Pages are Markdown files below the docs folder, or made by us."""
    folder = docs_of(sources.root / "mkdocs.yml")[0]
    named: list[tuple[NodePath, str | None]] = [
        ((*path, "page"), lesson.page) for path, lesson in course.lessons() if lesson.page
    ]
    named += [((*path, "about", "page"), one.about.page) for path, one in course.questions() if one.about]
    for path, page in named:
        if page and not page.startswith(GENERATED) and not (folder / page).is_file():
            known = [one.relative_to(folder).as_posix() for one in folder.rglob("*.md")]
            advice = did_you_mean(page, known) or "write it as it stands below the docs folder, as in guide/start.md"
            yield source.problem(path, f"there is no page {page}", advice=advice)


def _courses(sources: Sources) -> Iterator[tuple[Source, Course]]:
    for source in sources.every:
        if isinstance(source.document.body, Course):
            yield source, source.document.body


def _names(source: Source, course: Course) -> Found:
    """Lessons and questions have links of their own, so their ids are unique in the course."""
    places: dict[str, list[Where]] = defaultdict(list)
    for at, objective in enumerate(course.objectives):
        places[f"the objective `{objective.id}`"].append((source, ("objectives", at, "id")))
    for at, module in enumerate(course.modules):
        places[f"the module `{module.id}`"].append((source, ("modules", at, "id")))
    for path, lesson in course.lessons():
        places[f"the lesson `{lesson.id}`"].append((source, (*path, "id")))
    for path, question in course.questions():
        places[f"the question `{question.id}`"].append((source, (*path, "id")))
    for what, where in places.items():
        yield from twice(what, where)


def _question(source: Source, path: NodePath, question: Question) -> Found:
    kinds = question.kinds()
    if len(kinds) != 1:
        said = " and ".join(f"`{kind}`" for kind in kinds) or "no answer"
        yield source.problem(path, f"the question `{question.id}` has {said}", expected=f"exactly one of {ANSWERS}")
        return
    right = sum(choice.right for choice in (*question.choose_one, *question.choose_many))
    if (question.choose_one or question.choose_many) and not right:
        advice = "mark one with `right: true`"
        yield source.problem((*path, kinds[0]), f"the question `{question.id}` has no right answer", advice=advice)
    elif question.choose_one and right > 1:
        advice = "leave one, or say `choose_many:`"
        message = f"the question `{question.id}` has {right} right answers to choose one of"
        yield source.problem((*path, "choose_one"), message, advice=advice)
    about = question.about
    if about and (about.step is None) == (about.page is None):
        yield source.problem((*path, "about"), "`about` names one step or one page", key=True)
    elif about and about.digest and about.page:
        yield source.problem((*path, "about", "digest"), "only steps have a digest", advice="remove it", key=True)


def _objectives(sources: Sources, source: Source, course: Course) -> Found:
    known = [objective.id for objective in course.objectives]
    taught = [((*path, "teaches", at), name) for path, one in course.lessons() for at, name in enumerate(one.teaches)]
    tested = [((*path, "tests", at), name) for path, one in course.questions() for at, name in enumerate(one.tests)]
    yield from unknown(sources, source, [*taught, *tested], known, "objective")
    # Whoever has done an exercise has shown what it teaches.
    shown = {name for _, lesson in course.lessons() if lesson.exercise for name in lesson.teaches}
    for at, name in enumerate(known):
        if name not in {one for _, one in taught}:
            advice = f"add `teaches: [{name}]` to a lesson"
            yield source.problem(("objectives", at, "id"), f"nobody teaches the objective `{name}`", advice=advice)
        elif name not in shown and name not in {one for _, one in tested}:
            advice = f"add `tests: [{name}]` to a question, or teach it in an exercise"
            yield source.problem(("objectives", at, "id"), f"nothing tests the objective `{name}`", advice=advice)


def _exercise(sources: Sources, source: Source, path: NodePath, lesson: Lesson, runbooks: dict[str, Runbook]) -> Found:
    exercise = lesson.exercise
    if exercise is None:
        return
    yield from unknown(sources, source, [((*path, "runbook"), exercise.runbook)], runbooks, "runbook")
    environment = sources.environments.get(exercise.environment)
    if environment is None:
        named = [((*path, "environment"), exercise.environment)]
        yield from unknown(sources, source, named, sources.environments, "environment")
    elif not environment.disposable:
        message = f"the exercise of `{lesson.id}` cannot be reset: `{environment.id}` is not disposable"
        yield source.problem((*path, "environment"), message, advice="practise in one that says `disposable: true`")
    else:
        faults = [((*path, "faults", at), name) for at, name in enumerate(exercise.faults)]
        yield from unknown(sources, source, faults, environment.actions, "action of the environment")
    checks = {
        placed.id
        for one in sources.library.documents
        if one.body.id == exercise.runbook
        for placed in placed_checks(one)
    }
    solved = [((*path, "solved", at), name) for at, name in enumerate(exercise.solved)]
    if exercise.runbook in runbooks:
        yield from unknown(sources, source, solved, checks, f"check of `{exercise.runbook}`")
        yield from _practised(sources, source, path, exercise, runbooks[exercise.runbook])


def _practised(sources: Sources, source: Source, path: NodePath, exercise: Exercise, runbook: Runbook) -> Found:
    """Its way leads over steps of the runbook, and every input has a value."""
    steps = {step.id for _, step in placed_steps(runbook)}
    way = [((*path, "way", at), name) for at, name in enumerate(exercise.way)]
    yield from unknown(sources, source, way, steps, f"step of `{runbook.id}`")
    given = [((*path, "inputs", name), name) for name in exercise.inputs]
    yield from unknown(sources, source, given, runbook.inputs, f"input of `{runbook.id}`")
    for name, one in runbook.inputs.items():
        if one.default is None and name not in exercise.inputs:
            advice = f"add `{name}` to `inputs`"
            yield source.problem(path, f"the exercise gives the input `{name}` no value", advice=advice, key=True)

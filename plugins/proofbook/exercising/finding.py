"""An exercise by its name, with everything it needs of the site."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from proofbook.build import plan_of, read_trusted
from proofbook.digest import digest
from proofbook.errors import Usage
from proofbook.load import Site
from proofbook.model.course import Course, Exercise, Lesson
from proofbook.model.environment import Environment
from proofbook.model.library import Document, Library
from proofbook.model.plan import Job, Plan
from proofbook.model.runbook import Runbook, Step
from proofbook.model.walk import placed_checks, placed_steps
from proofbook.nearest import did_you_mean
from proofbook.plan.jobs import make_job
from proofbook.plan.permission import left_out
from proofbook.untrusted import untrusted


class Practice(Struct, frozen=True, kw_only=True):
    """An exercise, ready to be started. `digest` is of all that makes it the exercise it is.

    `before` are the checks of its course, `jobs` those of the exercise.
    """

    name: str
    title: str
    exercise: Exercise
    environment: Environment
    jobs: tuple[Job, ...]
    before: tuple[Job, ...]
    way: tuple[Step, ...]
    inputs: Mapping[str, Any]
    digest: str
    plan: Plan
    site: Site


def practice(site: Site, name: str | None = None) -> Practice:
    """The exercise called `COURSE/LESSON`; where the site has one only, without its name.

    Raises:
        Usage: there is none of this name, or nothing grants drills on its environment.
        InvalidInput: with every problem of every file.
    """
    site, library, _ = read_trusted(site)
    known = {f"{course.id}/{one.id}": one for course in library.all(Course) for _, one in course.lessons()}
    known = {key: one for key, one in known.items() if one.exercise}
    name = name or (next(iter(known)) if len(known) == 1 else None)
    if name not in known:
        there = f"there are {', '.join(sorted(known))}" if known else "no course of this site has one"
        said = f"there is no exercise {name!r}" if name else "say which exercise"
        raise Usage(f"{said}; {did_you_mean(name or '', known) or there}")
    return _made(site, library, name, known[name])


def _made(site: Site, library: Library, name: str, lesson: Lesson) -> Practice:
    exercise = lesson.exercise
    assert exercise  # noqa: S101 - only lessons with one are known
    environment = library.environments()[exercise.environment]
    if stranger := untrusted(os.environ):
        raise Usage(f"not started: {stranger} executes nothing")
    if refused := left_out(environment, site.settings):
        raise Usage(f"{refused.reason}, or start it with --allow drills={environment.id}")
    document, runbook = next(one for one in library.placed(Runbook) if one[1].id == exercise.runbook)
    course = next(one for one, body in library.placed(Course) if name.startswith(f"{body.id}/"))
    now, settings = datetime.now(UTC), site.settings

    def jobs_of(document: Document) -> dict[str, Job]:
        made = (
            make_job(placed, settings.allow, lambda path: (site.root / path).exists(), now, settings.vars)
            for placed in placed_checks(document)
        )
        return {job.id: job for job in made}

    checks = jobs_of(document)
    jobs = [checks[one] for one in exercise.solved]
    steps = {step.id: step for _, step in placed_steps(runbook)}
    defaults = {key: one.default for key, one in runbook.inputs.items() if one.default is not None}
    return Practice(
        name=name,
        title=lesson.title,
        exercise=exercise,
        environment=environment,
        jobs=tuple(jobs),
        before=tuple(jobs_of(course).values()),
        way=tuple(steps[one] for one in exercise.way),
        inputs={**defaults, **exercise.inputs},
        digest=_digest(exercise, jobs, environment),
        plan=plan_of(site, library),
        site=site,
    )


def _digest(exercise: Exercise, jobs: list[Job], environment: Environment) -> str:
    services = [[one.id, one.command, one.needs] for one in environment.services]
    faults = [environment.actions[name].run for name in exercise.faults]
    return digest(msgspec.to_builtins([exercise, [job.digest for job in jobs], services, faults, environment.vars]))

"""The whole plan of a run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import TypeVar

from msgspec.structs import replace

from proofbook.errors import Usage
from proofbook.model.asked import Asked
from proofbook.model.environment import Environment, Grade
from proofbook.model.library import Library
from proofbook.model.plan import Job, Omission, Plan, PlannedChecks, PlannedDrill, PlannedService
from proofbook.model.runbook import Runbook
from proofbook.model.settings import Settings
from proofbook.model.status import Status
from proofbook.model.walk import Placed, placed_checks, placed_steps
from proofbook.nearest import did_you_mean
from proofbook.plan.choosing import Choice
from proofbook.plan.drills import plan_drill
from proofbook.plan.jobs import Exists, make_job
from proofbook.plan.permission import left_out
from proofbook.plan.waiving import counting
from proofbook.variables import references

#: What checks look at where nothing else is said: no services, no variables.
LOCAL = Environment(id="local", title="This machine", grade=Grade.LOCAL)
#: Everything that the settings allow.
DEFAULT = Asked()


def make_plan(library: Library, settings: Settings, exists: Exists, now: datetime, asked: Asked = DEFAULT) -> Plan:
    """What a run of this library would do, as it is asked for.

    Raises:
        Usage: an environment is named that the library does not have, or a name to select by that nothing has.
    """
    environment = _environment(library, settings.environment or LOCAL.id)
    parts = _jobs_by_part(library, settings, exists, now)
    inside = _inside_drills(library)
    jobs = [job for part, some in parts.items() if part not in inside for job in some]
    drills = list(_drills(library, settings, parts))
    choice = Choice(asked.selection, jobs, drills, [document.body.id for document in library.documents])
    jobs = [_trusted(_chosen(job, choice), asked) for job in jobs]
    drills = [_chosen_drill(one, choice) for one in drills]
    return Plan(
        checks=_checks(settings, environment, jobs),
        drills=tuple(_trusted(drill, asked) for drill in drills),
        fail_fast=asked.fail_fast,
        deadline=asked.deadline,
        services={one.id: _services(one, parts) for one in library.all(Environment)},
        grade=environment.grade,
        profile=settings.profile,
        allow=settings.allow,
        limits=settings.limits,
        vars=settings.vars,
        secrets=settings.secrets,
    )


PlannedT = TypeVar("PlannedT", Job, PlannedDrill)


def _trusted(planned: PlannedT, asked: Asked) -> PlannedT:
    """Of a stranger's change nothing is executed, whatever else may be the matter with it."""
    if not asked.untrusted:
        return planned
    return replace(planned, omit=Omission(Status.SKIPPED, f"not run: {asked.untrusted} executes nothing"))


def _environment(library: Library, name: str) -> Environment:
    known = {LOCAL.id: LOCAL, **library.environments()}
    if name not in known:
        meant = did_you_mean(name, known)
        raise Usage(f"there is no environment {name!r}; {meant or 'there are ' + ', '.join(sorted(known))}")
    return known[name]


def _chosen(job: Job, choice: Choice) -> Job:
    return job if job.id in choice.checks else replace(job, omit=choice.omission(job.id))


def _chosen_drill(one: PlannedDrill, choice: Choice) -> PlannedDrill:
    return one if one.drill.id in choice.drills else replace(one, omit=choice.omission(one.drill.id))


def _jobs_by_part(library: Library, settings: Settings, exists: Exists, now: datetime) -> dict[str, tuple[Job, ...]]:
    found: dict[str, tuple[Job, ...]] = {}
    waivers = counting(library, now)
    for document in library.documents:
        every = placed_checks(document)
        jobs = [
            make_job(placed, settings.allow, exists, now, settings.vars, waivers.get(placed.id)) for placed in every
        ]
        for part, some in groupby(jobs, key=lambda job: job.placed.part):
            found[part] = (*found.get(part, ()), *some)
    return found


def _checks(settings: Settings, environment: Environment, jobs: list[Job]) -> PlannedChecks:
    """Checks outside drills; services are started for as long as one of them needs them."""
    refused = left_out(environment, settings) if environment.services else None
    if refused:
        jobs = [_omitted(job, refused) if _uses_environment(job.placed) else job for job in jobs]
    needed = any(_uses_environment(job.placed) and not job.omit for job in jobs)
    start = bool(environment.services) and needed
    return PlannedChecks(environment=environment, jobs=tuple(jobs), start_services=start)


def _inside_drills(library: Library) -> set[str]:
    """The parts whose checks run in drills only, and the services, which are looked at when started."""
    steps = {
        f"{runbook.id}/{step.id}"
        for runbook in library.all(Runbook)
        if runbook.acts()
        for _, step in placed_steps(runbook)
    }
    return steps | {f"{one.id}/{service.id}" for one in library.all(Environment) for service in one.services}


def _uses_environment(placed: Placed) -> bool:
    used = [name for value in (placed.check.params, placed.check.expect) for _, name in references(value)]
    return any(name.startswith(("env.", "ports.")) for name in used)


def _omitted(job: Job, omit: Omission) -> Job:
    return replace(job, omit=job.omit or omit)


def _drills(library: Library, settings: Settings, parts: dict[str, tuple[Job, ...]]) -> Iterator[PlannedDrill]:
    environments = library.environments()
    for document, runbook in library.placed(Runbook):
        for index, drill in enumerate(runbook.drills):
            yield plan_drill(
                runbook,
                drill,
                environments[drill.environment],
                parts,
                place=document.place(("drills", index)),
                omit=left_out(environments[drill.environment], settings),
            )


def _services(environment: Environment, parts: dict[str, tuple[Job, ...]]) -> tuple[PlannedService, ...]:
    def ready(name: str) -> Job | None:
        return next(iter(parts.get(f"{environment.id}/{name}", ())), None)

    return tuple(PlannedService(service=service, ready=ready(service.id)) for service in environment.services)

"""What the settings permit, and what a run would need and does not have: grants, programs, secrets."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import fields

from proofbook.doctor.findings import Noted, State
from proofbook.load import Site
from proofbook.model.plan import Job, Plan
from proofbook.model.settings import Allow, Settings
from proofbook.run.processes import child_environ
from proofbook.variables import names_used

#: As many ids as people read.
SHOWN = 5


def permitted(allow: Allow) -> Iterator[Noted]:
    """Each permission, granted or not."""
    for field in fields(Allow):
        value = getattr(allow, field.name)
        granted = value if isinstance(value, bool) else ", ".join(value)
        words = granted if isinstance(granted, str) and granted else "yes" if granted else "no"
        yield Noted(topic="permissions", what=field.name, state=State.OK, words=words)


def reachable(settings: Settings) -> Iterator[Noted]:
    """Whether the published history may be asked for; without it a run goes on alone, and only says so in a finding."""
    host = urlsplit(settings.history.url or "").hostname
    if host and host not in settings.allow.network:
        words, advice = f"{host} may not be asked", f"add {host} to `allow: {{network: […]}}` in the settings"
        yield Noted(topic="lacking", what="history.url", state=State.LACKING, words=words, advice=advice)


def runnable(plan: Plan, site: Site) -> Iterator[Noted]:
    """How many checks and drills can be looked at, and what keeps the others."""
    jobs = [*plan.checks.jobs, *(job for drill in plan.drills for step in drill.steps for job in step.jobs)]
    free = [job for job in jobs if not job.omit]
    drills = [one for one in plan.drills if not one.omit]
    yield _count("checks", len([job for job in plan.checks.jobs if not job.omit]), len(plan.checks.jobs))
    yield _count("drills", len(drills), len(plan.drills))
    reasons: dict[str, list[str]] = defaultdict(list)
    for job in plan.checks.jobs:
        if job.omit:
            reasons[job.omit.reason].append(job.id)
    for drill in plan.drills:
        if drill.omit:
            reasons[drill.omit.reason].append(drill.drill.id)
    for reason, ids in reasons.items():
        yield Noted(topic="will not run", what=_listed(ids), state=State.NOTE, words=reason)
    yield from _programs(free)
    yield from _drivers(free)
    yield from _secrets(free, site)


def _count(what: str, free: int, every: int) -> Noted:
    return Noted(topic="would run", what=what, state=State.OK, words=f"{free} of {every}")


def _listed(ids: list[str]) -> str:
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    return ", ".join(ids[:SHOWN]) + more


def _programs(jobs: list[Job]) -> Iterator[Noted]:
    """Programs that checks start and that are nowhere to be found; a path is looked up when it is run."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for job in jobs:
        if name := _program(job.placed.check.type, job.placed.check.params):
            wanted[name].append(job.id)
    path = child_environ({})["PATH"]
    for name, ids in wanted.items():
        if shutil.which(name, path=path) is None:
            words = f"the program `{name}` is not on the PATH"
            advice = "install it; until then these checks are `error`"
            yield Noted(topic="lacking", what=_listed(ids), state=State.LACKING, words=words, advice=advice)


def _program(type_: str, params: Any) -> str:
    fixed = {"git": "git", "shell": "sh"}
    if type_ not in {"command", "plugin"}:
        return fixed.get(type_, "")
    argv = params.get("argv", ()) if isinstance(params, Mapping) else params
    name = str(argv[0]) if argv else ""
    return "" if "/" in name or "${{" in name else name


def _drivers(jobs: list[Job]) -> Iterator[Noted]:
    asked = ((job.id, job.placed.check.params) for job in jobs if job.placed.check.type == "sql")
    asking = [name for name, params in asked if str(params["database"]).startswith("postgres")]
    if asking and find_spec("psycopg") is None:
        words, advice = "to ask PostgreSQL needs psycopg", "pip install 'proofbook[postgres]'"
        yield Noted(topic="lacking", what=_listed(asking), state=State.LACKING, words=words, advice=advice)


def _secrets(jobs: list[Job], site: Site) -> Iterator[Noted]:
    """Secrets that are granted; never what they are."""
    used = {name for job in jobs for name in names_used(job.placed.check.params, "secrets")}
    for name, secret in site.settings.secrets.items():
        source = f"the file {secret.file}" if secret.file else f"the variable {secret.env or name}"
        there = (site.root / secret.file).is_file() if secret.file else bool(os.environ.get(secret.env or name))
        state = State.OK if there else State.LACKING if name in used else State.NOTE
        words = f"{'is there' if there else 'is not there'}, from {source}"
        yield Noted(topic="secrets", what=name, state=state, words=words)

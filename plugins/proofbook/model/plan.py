"""What a run will do, and what it will not and why: known before anything is touched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from proofbook.model.environment import Environment, Grade, Service
from proofbook.model.fields import Duration
from proofbook.model.home import Home
from proofbook.model.place import Place
from proofbook.model.runbook import Action, Drill, Runbook, Step
from proofbook.model.settings import Allow, Limits, Secret
from proofbook.model.waivers import Waiver
from proofbook.model.walk import Placed


class Omission(Struct, frozen=True):
    """Why something will not be looked at: a status, as `skipped`, with its reason."""

    status: str
    reason: str


class Job(Struct, frozen=True, kw_only=True):
    """One check to look at. `omit` says why it will not be."""

    placed: Placed
    place: Place
    digest: str
    needs: tuple[str, ...]
    omit: Omission | None = None
    waiver: Waiver | None = None

    @property
    def id(self) -> str:
        """The id of the check."""
        return self.placed.id


class PlannedStep(Struct, frozen=True, kw_only=True):
    """A step of a drill with its jobs, and the faults that strike before it."""

    step: Step
    phase: str
    run: Action | None
    jobs: tuple[Job, ...] = ()
    faults: tuple[tuple[str, Action], ...] = ()


class PlannedDrill(Struct, frozen=True, kw_only=True):
    """A drill to execute, step by step, and what takes it back."""

    drill: Drill
    runbook: Runbook
    environment: Environment
    inputs: Mapping[str, Any]
    steps: tuple[PlannedStep, ...]
    place: Place
    digest: str
    omit: Omission | None = None


class PlannedService(Struct, frozen=True, kw_only=True):
    """A service to start, with the check that tells when it is ready."""

    service: Service
    ready: Job | None


class PlannedChecks(Struct, frozen=True, kw_only=True):
    """Checks outside drills, and the services they look at, if any."""

    environment: Environment
    jobs: tuple[Job, ...]
    start_services: bool


class Plan(Struct, frozen=True, kw_only=True):
    """Everything one run will do, in the order it will do it.

    `touched` says why each check and drill is meant where only what has changed is.
    """

    checks: PlannedChecks
    drills: tuple[PlannedDrill, ...]
    services: Mapping[str, tuple[PlannedService, ...]]
    grade: Grade
    profile: str
    allow: Allow
    vars: Mapping[str, Any]
    secrets: Mapping[str, Secret] = {}
    fail_fast: bool = False
    deadline: Duration | None = None
    limits: Limits = Limits()
    home: Home = Home()
    touched: Mapping[str, str] = {}

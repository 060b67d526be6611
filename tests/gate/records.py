"""Results, drills and libraries in as few words as a test needs."""

from typing import Any

from proofbook.model.attestations import Attestation, Attestations
from proofbook.model.checklist import Checklist, Item, Level, Section
from proofbook.model.environment import Grade
from proofbook.model.library import Document, Library
from proofbook.model.place import Place
from proofbook.model.results import (
    ActionResult,
    DrillResult,
    ItemResult,
    Provenance,
    Report,
    Result,
    ServiceResult,
    Session,
    StepResult,
)
from proofbook.model.status import Status

PLACE = Place(file="runbooks/a.yml", line=1, column=1)


def result(check: str, status: Status = Status.PASSED, **more: Any) -> Result:
    """The result of one check on this machine, gating unless said otherwise."""
    fields = {"gate": True, "grade": Grade.LOCAL, "environment": "local", "verdict": status, "title": check, **more}
    return Result(
        check=check, type="file", document="doc", part="part", severity="low", place=PLACE, status=status, **fields
    )


def drill(name: str, status: Status = Status.PASSED, *steps: StepResult, **more: Any) -> DrillResult:
    """A drill of the runbook `rb` on the lab."""
    fields = {"grade": Grade.LAB, "environment": "lab", "verdict": status, "runbook": "rb", **more}
    return DrillResult(drill=name, status=status, steps=steps, place=PLACE, **fields)


def step(name: str, status: Status = Status.PASSED, *checks: str, action: Status | None = None) -> StepResult:
    """A step with the keys of its checks, and the verdict of its action if it has one."""
    actions = (ActionResult(role="run", action=name, command=("true",), verdict=action),) if action else ()
    return StepResult(step=name, phase="procedure", status=status, actions=actions, checks=checks)


def session(used_for: str, **services: Status) -> Session:
    """The lab, used for a drill or for `checks`, with the verdicts of its services."""
    made = tuple(ServiceResult(service=name, verdict=verdict) for name, verdict in services.items())
    return Session(environment="lab", grade=Grade.LAB, verdict=Status.PASSED, used_for=used_for, services=made)


def report(*results: Result, **more: Any) -> Report:
    """A report of a run that was not interrupted."""
    fields = {"complete": True, "environment": "local", "grade": Grade.LOCAL, "profile": "default", **more}
    at, origin = "2026-11-23T12:00:00.000Z", Provenance(tool="proofbook", python="3.11")
    return Report(started=at, took_s=1.0, provenance=origin, results=results, **fields)


def library(*items: Item, signed: tuple[Attestation, ...] = (), owner: str | None = None) -> Library:
    """A checklist `list` of these items, and what was signed."""
    sections = (Section(id="section", title="Section", items=items),)
    bodies: list[Any] = [Checklist(id="list", title="List", sections=sections, owner=owner)]
    bodies += [Attestations(id=f"signed-{at}", attestations=(one,)) for at, one in enumerate(signed)]
    return Library(tuple(Document(f"runbooks/{body.id}.yml", body, lambda _: PLACE) for body in bodies))


def item(name: str, status: Status, **more: Any) -> ItemResult:
    """The result of a required item."""
    return ItemResult(item=name, checklist="list", title=name, status=status, **{"level": Level.REQUIRED, **more})

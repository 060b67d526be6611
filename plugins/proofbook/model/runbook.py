"""A runbook: a procedure that people follow and drills execute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from proofbook.model.check import Check, Severity
from proofbook.model.fields import Date, Duration, Identifier, Name, Prose, Title, Words, later, moment, seconds

Environ = Annotated[dict[str, str], Meta(description="Variables added to the process environment.")]


class Action(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A program that changes something; it runs in drills only."""

    command: Annotated[
        tuple[str, ...],
        Meta(min_length=1, description="Program and arguments; no shell sees them.", examples=[["make", "deploy"]]),
    ]
    timeout: Annotated[Duration, Meta(description="Deadline, wall clock.")] = "60s"


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to do: instructions for a person, an action, checks that it worked, its undo."""

    id: Identifier
    title: Title
    instructions: Prose
    role: Annotated[Words | None, Meta(description="Who does it.")] = None
    estimate: Annotated[Duration | None, Meta(description="How long it takes.")] = None
    run: Action | None = None
    verify: Annotated[tuple[Check, ...], Meta(description="Checks that the step worked.")] = ()
    undo: Action | None = None
    covers: tuple[Name, ...] = ()
    aliases: Annotated[tuple[Identifier, ...], Meta(description="Former ids; their links keep working.")] = ()


class Stage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"with_": "with"}):
    """Steps that belong together, under a heading."""

    id: Identifier
    title: Title
    steps: Annotated[tuple[Step, ...], Meta(min_length=1)] = ()
    use: Annotated[Identifier | None, Meta(description="A named group of steps, instead of `steps`.")] = None
    with_: Annotated[dict[str, Any], Meta(description="Arguments of the group.")] = {}
    description: Prose | None = None


class Fault(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Break the environment on purpose, by one of its own actions, before a step of the drill."""

    action: Annotated[Identifier, Meta(description="An action of the drill's environment.")]
    before: Annotated[Identifier, Meta(description="Step before which it strikes.")]


class Drill(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The runbook really executed, in a disposable environment started fresh, and rolled back."""

    id: Identifier
    environment: Identifier
    title: Title | None = None
    inputs: dict[str, Any] = {}
    faults: tuple[Fault, ...] = ()
    covers: tuple[Name, ...] = ()


class Input(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value the operator fills in; steps use it as `${{ inputs.NAME }}`."""

    type: Annotated[str, Meta(pattern="^(string|integer|number|boolean)$")] = "string"
    description: Words
    default: Any = None
    pattern: Annotated[str | None, Meta(description="Regular expression that the whole value matches.")] = None
    enum: tuple[Any, ...] = ()
    sensitive: Annotated[bool, Meta(description="Never stored, shown or exported.")] = False


class Review(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a person last read it, and how often one must."""

    reviewed: Date
    every: Duration

    @property
    def due(self) -> datetime:
        """When a person must have read it again."""
        return later(moment(self.reviewed), seconds(self.every))


class Escalation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to call when the runbook does not help."""

    to: Words
    when: Words
    contact: Words | None = None


class Runbook(Struct, frozen=True, kw_only=True, tag_field="kind", tag="runbook", forbid_unknown_fields=True):
    """A procedure: inputs, prerequisites, stages and steps, rollback, escalation."""

    id: Identifier
    title: Title
    owner: Name | None = None
    description: Prose | None = None
    severity: Severity = Severity.LOW
    alerts: Annotated[tuple[Name, ...], Meta(description="Alerts it answers, verbatim.")] = ()
    covers: tuple[Name, ...] = ()
    service: Annotated[Name | None, Meta(description="The service it is about; the catalogue sorts by it.")] = None
    tags: tuple[Identifier, ...] = ()
    aliases: Annotated[tuple[Identifier, ...], Meta(description="Former ids; their links keep working.")] = ()
    review: Review | None = None
    inputs: dict[str, Input] = {}
    prerequisites: Annotated[tuple[Words, ...], Meta(description="What must be so before the first step.")] = ()
    drills: tuple[Drill, ...] = ()
    stages: Annotated[tuple[Stage, ...], Meta(min_length=1)] | None = None
    steps: Annotated[tuple[Step, ...], Meta(min_length=1, description="Where there is one stage.")] | None = None
    rollback: Annotated[tuple[Step, ...], Meta(description="Steps that take it all back.")] = ()
    escalation: tuple[Escalation, ...] = ()

    def parts(self) -> tuple[Stage, ...]:
        """Its stages; plain `steps` are one stage named Steps."""
        if self.stages is not None:
            return self.stages
        return (Stage(id="steps", title="Steps", steps=self.steps or ()),)

    def procedure(self) -> Iterator[Step]:
        """Every step of every stage, in order, without the rollback."""
        for stage in self.parts():
            yield from stage.steps

    def acts(self) -> bool:
        """Whether any step changes something, so that only drills may run it."""
        return any(step.run or step.undo for step in (*self.procedure(), *self.rollback))

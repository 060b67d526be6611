"""What a run saw: the one canonical outcome, kept as `results.json`."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct

from proofbook.model.checklist import Level
from proofbook.model.environment import Grade
from proofbook.model.history import History, Transition
from proofbook.model.place import Place
from proofbook.model.status import Status
from proofbook.model.waivers import Waiver

FORMAT = 1

Instant = Annotated[str, Meta(description="ISO 8601 in UTC.", examples=["2026-11-23T13:46:05.120Z"])]
Seconds = Annotated[float, Meta(ge=0, description="Seconds.")]
_SINCE = "What became of it since the previous run of this environment and profile; null where there is none."


class Assertion(Struct, frozen=True, kw_only=True):
    """One expectation held against one fact."""

    fact: str
    expected: str
    actual: str
    ok: bool
    path: str = ""
    detail: Annotated[str, Meta(description="The difference, or why they could not be compared.")] = ""


class Attempt(Struct, frozen=True, kw_only=True):
    """One look."""

    verdict: Status
    started: Instant
    took_s: Seconds
    reason: str = ""
    assertions: tuple[Assertion, ...] = ()


class Reading(Struct, frozen=True, kw_only=True):
    """A figure that the author wants shown large, with its target."""

    title: str
    value: Any
    unit: str = ""
    target: str = ""
    ok: bool | None = None


class Result(Struct, frozen=True, kw_only=True):
    """One check, looked at once in one place: outside drills, or in one drill."""

    check: str
    title: str
    type: str
    document: str
    part: Annotated[str, Meta(description="Item, step or service it stands in.")]
    drill: str | None = None
    environment: str
    grade: Grade
    gate: bool
    severity: str
    verdict: Status
    status: Status
    reason: str = ""
    cause: Annotated[str | None, Meta(description="For `blocked`: what did not pass.")] = None
    attempts: tuple[Attempt, ...] = ()
    readings: tuple[Reading, ...] = ()
    output: Annotated[str, Meta(description="What was printed, bounded.")] = ""
    remediation: str = ""
    runbook: Annotated[str, Meta(description="Id of the runbook to follow when it fails.")] = ""
    refs: Annotated[tuple[str, ...], Meta(description="Where to read more.")] = ()
    wanted: Annotated[Grade | None, Meta(description="Lowest grade at which it proves its item.")] = None
    started: Instant | None = None
    took_s: Seconds = 0.0
    valid_until: Instant | None = None
    place: Place
    digest: Annotated[str, Meta(description="Of the check's definition.")] = ""
    reused_from: Annotated[Instant | None, Meta(description="When an earlier run looked, where this one did not.")] = (
        None
    )
    waiver: Annotated[Waiver | None, Meta(description="For `waived`: who lets it pass, why and until when.")] = None
    transition: Annotated[Transition | None, Meta(description=_SINCE)] = None

    @property
    def key(self) -> str:
        """What tells this result from every other one of the run."""
        return f"{self.drill}:{self.check}" if self.drill else self.check


class ActionResult(Struct, frozen=True, kw_only=True):
    """One action of a drill: a step's `run` or `undo`, or a fault."""

    role: Annotated[str, Meta(description="`run`, `undo` or `fault`.")]
    action: str
    command: tuple[str, ...]
    verdict: Status
    reason: str = ""
    exit_code: int | None = None
    output: str = ""
    started: Instant | None = None
    took_s: Seconds = 0.0


class StepResult(Struct, frozen=True, kw_only=True):
    """One step of a drill."""

    step: str
    phase: Annotated[str, Meta(description="`procedure` or `rollback`.")]
    status: Status
    reason: str = ""
    actions: tuple[ActionResult, ...] = ()
    checks: Annotated[tuple[str, ...], Meta(description="Keys of the results of its checks.")] = ()
    started: Instant | None = None
    took_s: Seconds = 0.0


class ServiceResult(Struct, frozen=True, kw_only=True):
    """One service of an environment, and the end of what it printed."""

    service: str
    verdict: Status
    reason: str = ""
    log: str = ""
    took_s: Annotated[float, Meta(ge=0, description="Seconds until it was ready.")] = 0.0


class Session(Struct, frozen=True, kw_only=True):
    """One environment, started, used and torn down."""

    environment: str
    grade: Grade
    verdict: Status
    used_for: Annotated[str, Meta(description="The drill, or `checks`.")]
    reason: str = ""
    services: tuple[ServiceResult, ...] = ()
    started: Instant | None = None
    took_s: Seconds = 0.0


class DrillResult(Struct, frozen=True, kw_only=True):
    """One drill: its steps and its rollback."""

    drill: str
    runbook: str
    environment: str
    grade: Grade
    verdict: Status
    status: Status
    reason: str = ""
    inputs: dict[str, Any] = {}
    steps: tuple[StepResult, ...] = ()
    started: Instant | None = None
    took_s: Seconds = 0.0
    place: Place
    digest: Annotated[str, Meta(description="Of everything that the drill executes.")] = ""
    transition: Annotated[Transition | None, Meta(description=_SINCE)] = None


class ItemResult(Struct, frozen=True, kw_only=True):
    """One checklist item: what its proofs and signatures come to."""

    item: str
    checklist: str
    title: str
    level: Level
    status: Status
    reason: str = ""
    owner: str = ""
    grade: Annotated[Grade | None, Meta(description="Of the evidence there is.")] = None
    wanted: Annotated[Grade | None, Meta(description="Lowest grade that proves it.")] = None
    proofs: Annotated[tuple[str, ...], Meta(description="Keys of results and ids of drills.")] = ()
    signed_by: str = ""
    signed_at: Annotated[Place | None, Meta(description="Where the signature stands.")] = None
    commit: Annotated[str, Meta(description="Commit that brought the signature.")] = ""
    commit_signed: Annotated[bool, Meta(description="Whether git vouches for that commit's own signature.")] = False
    valid_until: Instant | None = None
    release: Annotated[str | None, Meta(description="The release that was signed for.")] = None
    per_release: bool = False
    digest: Annotated[str, Meta(description="Of the item's text, as a signature must name it.")] = ""
    transition: Annotated[Transition | None, Meta(description=_SINCE)] = None

    @property
    def key(self) -> str:
        """What a history calls it: a check alone in its item has the item's id."""
        return f"{self.checklist}#{self.item}"


class Finding(Struct, frozen=True, kw_only=True):
    """Something that wants attention and fails nothing: an expired waiver, one that nothing needs."""

    rule: Annotated[str, Meta(description="Which kind of finding.", examples=["waiver-expired"])]
    message: str
    place: Place
    subject: Annotated[str, Meta(description="Id of what it is about.")]


class Provenance(Struct, frozen=True, kw_only=True):
    """Where a result comes from."""

    tool: str
    python: str
    commit: str | None = None
    dirty: bool | None = None
    ci: Annotated[str | None, Meta(description="Address or name of the CI run.")] = None


class Report(Struct, frozen=True, kw_only=True):
    """Everything one run saw, with what it comes to. The whole of `results.json`."""

    format: int = FORMAT
    started: Instant
    took_s: Seconds
    complete: Annotated[bool, Meta(description="False when the run was interrupted.")]
    environment: str
    grade: Grade
    profile: str
    provenance: Provenance
    results: tuple[Result, ...]
    drills: tuple[DrillResult, ...] = ()
    sessions: tuple[Session, ...] = ()
    items: tuple[ItemResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    untrusted: Annotated[str, Meta(description="Whose change it was, if a stranger's: nothing was executed.")] = ""
    evidence: Annotated[Provenance | None, Meta(description="Of the run whose evidence is shown instead.")] = None
    release: Annotated[str, Meta(description="The release that was built, if one was.")] = ""
    compared: Annotated[Instant | None, Meta(description="Start of the run that transitions are against.")] = None
    absent: Annotated[tuple[str, ...], Meta(description="What that run saw, and this site no longer has.")] = ()
    history: History = History()

    def items_of(self, checklist: str) -> tuple[ItemResult, ...]:
        """The items of one checklist, in its order."""
        return tuple(item for item in self.items if item.checklist == checklist)

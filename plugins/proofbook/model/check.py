"""A check: looks at one thing, never changes it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal, final

from msgspec import Meta, Struct

from proofbook.model.fields import Date, Duration, Identifier, Name, Prose, Title, Words
from proofbook.model.grade import Grade

#: Stands where a check type would, for the check of that name in a document of `kind: checks`.
USE = "use"


NotEmpty = Annotated[str, Meta(min_length=1, max_length=500)]


class Severity(StrEnum):
    """How bad a failure is; from `medium` on a check must say how to mend it."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Retry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Look again when it was not right; a pass that needed it is `flaky`."""

    attempts: Annotated[int, Meta(ge=1, le=20, description="Looks at most, the first included.")] = 1
    interval: Annotated[Duration, Meta(description="Wait between two looks.")] = "1s"
    backoff: Annotated[
        float,
        Meta(ge=1, le=10, description="Each wait is so many times the one before, up to a minute.", examples=[2]),
    ] = 1
    on: Annotated[
        tuple[Literal["failed", "error"], ...],
        Meta(min_length=1, description="After which verdicts: `failed`, `error` (it could not look) or both."),
    ] = ("failed",)


class Skip(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Do not look for now; after `until` the check runs again by itself."""

    reason: Words
    until: Date


class Condition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"is_": "is"}):
    """Look only if a file is there, or if a value matches; otherwise not, for `reason`."""

    reason: Annotated[Words, Meta(description="Shown when it is not looked at: say what would change that.")]
    file: Annotated[NotEmpty | None, Meta(description="Path from the project root.")] = None
    value: Annotated[
        Any, Meta(description="Instead of a file: a value, as a reference.", examples=["${{ vars.region }}"])
    ] = None
    is_: Annotated[Any, Meta(description="What the value must be.", extra_json_schema={"$ref": "#/$defs/Matcher"})] = (
        None
    )


class Figure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fact worth showing large on the page, with its target if `expect` has one."""

    title: Title
    fact: Annotated[str, Meta(min_length=1, description="Name of a fact of the check.", examples=["json"])]
    path: Annotated[str, Meta(description="Key in the fact, where it holds many.", examples=["$.p95_ms"])] = ""
    unit: Annotated[str, Meta(max_length=12, examples=["ms", "s", "%"])] = ""


class Capture(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value that checks which need this one may use, as `${{ captures.CHECK_ID.NAME }}`."""

    fact: Annotated[str, Meta(min_length=1, description="Name of a fact of the check.", examples=["json"])]
    path: Annotated[str, Meta(description="Key in the fact, where it holds many.", examples=["$.user.id"])] = ""


#: Without dots, so that the last dot of a reference ends the id of its check.
CaptureName = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$(?!\n)",
        max_length=100,
        description="Lower-case letters, digits, and single `-` or `_` between them.",
    ),
]


class CheckFields(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every check may say beside its check type and `expect`."""

    id: Identifier | None = None
    title: Title | None = None
    description: Prose | None = None
    severity: Severity = Severity.LOW
    gate: Annotated[bool, Meta(description="Whether a failure fails the build.")] = True
    tags: Annotated[tuple[Identifier, ...], Meta(description="Words to choose checks by.")] = ()
    owner: Annotated[Name | None, Meta(description="Who answers for it: a name under `owners:`.")] = None
    remediation: Annotated[Prose | None, Meta(description="How to mend it; needed from medium on.")] = None
    needs: Annotated[tuple[Identifier, ...], Meta(description="Checks that must pass first.")] = ()
    timeout: Annotated[Duration | None, Meta(description="Deadline of one look, wall clock.")] = None
    retry: Retry = Retry()
    wait_for: Annotated[Duration | None, Meta(description="Look again until it is right, at most so long.")] = None
    when: Annotated[Condition | None, Meta(description="Otherwise `skipped`.")] = None
    applies_when: Annotated[Condition | None, Meta(description="Otherwise `not applicable`.")] = None
    skip: Skip | None = None
    max_age: Annotated[Duration | None, Meta(description="How long one look stays valid.")] = None
    covers: Annotated[tuple[Name, ...], Meta(description="Requirements it proves.")] = ()
    grade: Annotated[Grade | None, Meta(description="Lowest grade of an environment at which it proves its item.")] = (
        None
    )
    lock: Annotated[
        Identifier | None, Meta(description="Checks that name the same lock are never looked at together.")
    ] = None
    inputs: Annotated[
        tuple[NotEmpty, ...],
        Meta(
            description="Files of the project, or patterns for them, that the outcome hangs on.",
            examples=[["data/*.json"]],
        ),
    ] = ()
    runbook: Annotated[Identifier | None, Meta(description="Runbook to follow when it fails.")] = None
    refs: Annotated[tuple[NotEmpty, ...], Meta(description="Where to read more: addresses, documents, standards.")] = ()
    evidence: Annotated[tuple[Figure, ...], Meta(description="Facts that its page shows large.")] = ()
    capture: Annotated[
        dict[CaptureName, Capture],
        Meta(description="Values seen, for checks that need this one: `${{ captures.CHECK_ID.NAME }}`."),
    ] = {}


class Window(Struct, frozen=True, kw_only=True):
    """How long must have been observed before the verdict counts; `fact` and `path` tell how many seconds were."""

    length: Duration
    fact: str
    path: str = ""


@final
class Check:
    """A check as its author wrote it: `common` fields, one check type with parameters, expectations.

    `params` and `expect` still hold `${{ … }}` references: their values are known when the check
    runs. Both are read-only. Only objectives have a `window`.
    `said` names the common fields that were written out; while it is loaded, a check may be of the
    type `use`, which stands for a named one.
    """

    __slots__ = ("__weakref__", "common", "expect", "params", "said", "type", "window")

    def __init__(
        self,
        common: CheckFields,
        type_: str,
        params: Any,
        expect: Mapping[str, Any],
        window: Window | None = None,
        said: frozenset[str] = frozenset(),
    ) -> None:
        self.common = common
        self.type = type_
        self.params = params
        self.expect = expect
        self.window = window
        self.said = said

    def texts(self) -> list[Any]:
        """Everything in it that may hold references."""
        conditions = [one for one in (self.common.applies_when, self.common.when) if one]
        return [self.params, self.expect, *(part for one in conditions for part in (one.value, one.is_))]

"""Measured targets: service level objectives and other figures somebody has promised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, final

from msgspec import Meta, Struct

from proofbook.model.check import Check, CheckFields, Figure, Severity, Window
from proofbook.model.fields import Duration, Identifier, Name, Prose, Title, Words


@final
class Source:
    """What is looked at: a check type and its parameters, which may hold `${{ … }}` references."""

    __slots__ = ("params", "type")

    def __init__(self, type_: str, params: Mapping[str, Any]) -> None:
        self.type = type_
        self.params = params


@final
class Target:
    """A matcher that the measured value must satisfy."""

    __slots__ = ("matcher",)

    def __init__(self, matcher: Any) -> None:
        self.matcher = matcher


class Value(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fact of the source that is meant."""

    fact: Annotated[str, Meta(min_length=1, description="Name of a fact of the source.", examples=["json"])]
    path: Annotated[str, Meta(description="Key in the fact, where it holds many.", examples=["$.p95_ms"])] = ""


class Objective(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One measured target. What nothing measures yet says so in `unmeasured`, and proves nothing."""

    id: Identifier
    title: Title
    category: Annotated[Words, Meta(description="Heading it stands under.", examples=["technical", "business"])]
    target: Annotated[Target, Meta(description="What the value must be, as a matcher.", examples=[{"le": 300}])]
    unit: Annotated[str, Meta(max_length=12, description="Of the value.", examples=["ms", "%"])] = ""
    source: Annotated[Source | None, Meta(description="One check type with its parameters.")] = None
    value: Annotated[Value | None, Meta(description="Which fact of the source it is.")] = None
    unmeasured: Annotated[Words | None, Meta(description="Why nothing measures it, instead of a source.")] = None
    window: Annotated[Duration | None, Meta(description="How long must be observed before it counts.")] = None
    observed: Annotated[Value | None, Meta(description="The fact that tells how many seconds were observed.")] = None
    description: Prose | None = None
    owner: Name | None = None
    gate: Annotated[bool, Meta(description="Whether a miss fails the build.")] = True
    severity: Severity = Severity.LOW
    remediation: Prose | None = None
    max_age: Annotated[Duration | None, Meta(description="How long one measurement stays valid.")] = None
    timeout: Annotated[Duration | None, Meta(description="Deadline of the measurement.")] = None
    tags: tuple[Identifier, ...] = ()
    covers: tuple[Name, ...] = ()

    def check(self) -> Check | None:
        """The check that measures it; None where nothing does."""
        if self.source is None or self.value is None:
            return None
        common = CheckFields(
            id=self.id,
            title=self.title,
            gate=self.gate,
            severity=self.severity,
            remediation=self.remediation,
            owner=self.owner,
            tags=self.tags,
            covers=self.covers,
            max_age=self.max_age,
            timeout=self.timeout,
            evidence=(Figure(title=self.title, fact=self.value.fact, path=self.value.path, unit=self.unit),),
        )
        matcher = self.target.matcher
        expect = {self.value.fact: {self.value.path: matcher} if self.value.path else matcher}
        return Check(common, self.source.type, self.source.params, expect, self._window())

    def _window(self) -> Window | None:
        if self.window is None or self.observed is None:
            return None
        return Window(length=self.window, fact=self.observed.fact, path=self.observed.path)


class Objectives(Struct, frozen=True, kw_only=True, tag_field="kind", tag="objectives", forbid_unknown_fields=True):
    """Objectives of a service, a team or a launch."""

    id: Identifier
    title: Title
    objectives: Annotated[tuple[Objective, ...], Meta(min_length=1)]
    description: Prose | None = None
    owner: Name | None = None
    covers: tuple[Name, ...] = ()
    tags: tuple[Identifier, ...] = ()
    aliases: tuple[Identifier, ...] = ()

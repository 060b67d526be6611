"""Failures that people have agreed to live with, for a while."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from proofbook.model.fields import CheckId, Date, Identifier, Name, Title, Words


class Waiver(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One check that may fail until a date. It changes the status, never the verdict."""

    check: CheckId
    justification: Annotated[Words, Meta(description="Why the failure is acceptable until then.")]
    owner: Annotated[Name, Meta(description="Who sees to it that it is mended.")]
    approver: Annotated[Name, Meta(description="Who answers for letting it pass.")]
    expires: Annotated[Date, Meta(description="When it ends; there is no waiver without an end.")]
    ticket: Annotated[Words | None, Meta(description="Where the mending is tracked.")] = None


class Waivers(Struct, frozen=True, kw_only=True, tag_field="kind", tag="waivers", forbid_unknown_fields=True):
    """Waivers of failing checks."""

    id: Identifier
    waivers: Annotated[tuple[Waiver, ...], Meta(min_length=1)]
    title: Title = "Waivers"
    owner: Name | None = None
    aliases: tuple[Identifier, ...] = ()

"""What people have signed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from proofbook.model.fields import Date, Duration, Identifier, Name, Prose, Title, Words


class Signed(StrEnum):
    """What the person said of the item."""

    PASSED = "passed"
    FAILED = "failed"


class Attestation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One signature, bound to the text that was signed by its digest."""

    item: Annotated[Identifier, Meta(description="The checklist item.")]
    status: Signed
    by: Annotated[Name, Meta(description="Who signs.")]
    role: Words
    at: Annotated[Date, Meta(description="When it was signed.")]
    digest: Annotated[
        str, Meta(pattern="^[0-9a-f]{12,64}$", description="Digest of the item's text, shown on its page.")
    ]
    valid_for: Annotated[Duration | None, Meta(description="Shorter than the item's own, if given.")] = None
    release: Name | None = None
    evidence: Annotated[tuple[Words, ...], Meta(description="Links to what the person looked at.")] = ()
    comment: Prose | None = None


class Attestations(Struct, frozen=True, kw_only=True, tag_field="kind", tag="attestations", forbid_unknown_fields=True):
    """Signatures under checklist items."""

    id: Identifier
    attestations: Annotated[tuple[Attestation, ...], Meta(min_length=1)]
    title: Title = "Attestations"
    owner: Name | None = None
    aliases: tuple[Identifier, ...] = ()

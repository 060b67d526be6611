"""A checklist: sections of items, each proved by checks or attested by a person."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from proofbook.model.check import Check
from proofbook.model.environment import Grade
from proofbook.model.fields import Duration, Identifier, Name, Prose, Title, Words


class Level(StrEnum):
    """What an item means for the decision; only `required` ones can stop it."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    INFORMATIONAL = "informational"


class Attest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person must sign it."""

    role: Annotated[Words, Meta(description="Who may sign.", examples=["head of support"])]
    valid_for: Annotated[Duration, Meta(description="How long a signature holds.")] = "90d"
    per_release: Annotated[bool, Meta(description="Sign anew for each release.")] = False


class Proof(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Evidence made elsewhere in this site: a drill or a check."""

    drill: Identifier | None = None
    check: Identifier | None = None


class Item(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a checklist, with at least one of `checks`, `proof` and `attest`."""

    id: Identifier
    title: Title
    description: Prose | None = None
    level: Level = Level.REQUIRED
    owner: Name | None = None
    grade: Annotated[Grade | None, Meta(description="Lowest grade of evidence that proves it.")] = None
    checks: Annotated[tuple[Check, ...], Meta(min_length=1)] | None = None
    proof: Proof | None = None
    attest: Attest | None = None
    remediation: Prose | None = None
    covers: tuple[Name, ...] = ()


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Items that belong together, under a heading."""

    id: Identifier
    title: Title
    items: Annotated[tuple[Item, ...], Meta(min_length=1)]
    description: Prose | None = None


class Checklist(Struct, frozen=True, kw_only=True, tag_field="kind", tag="checklist", forbid_unknown_fields=True):
    """Sections of items that together decide GO or NO-GO."""

    id: Identifier
    title: Title
    sections: Annotated[tuple[Section, ...], Meta(min_length=1)]
    owner: Name | None = None
    description: Prose | None = None
    first: Annotated[bool, Meta(description="Stands first on the overview, in full; the others in short.")] = False
    aliases: tuple[Identifier, ...] = ()
    tags: tuple[Identifier, ...] = ()
    covers: tuple[Name, ...] = ()

    def items(self) -> Iterator[Item]:
        """Every item of every section, in order."""
        for section in self.sections:
            yield from section.items

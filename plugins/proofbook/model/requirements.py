"""Numbered requirements that anything may say it covers."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from proofbook.model.fields import Identifier, Name, Prose, Title, Words


class Requirement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One numbered demand of a plan, contract or standard."""

    id: Annotated[Name, Meta(description="Its number, verbatim.", examples=["P4-DEP-11"])]
    text: Prose
    section: Words | None = None
    part_of: Annotated[Name | None, Meta(description="The requirement it is a part of.")] = None


class Requirements(Struct, frozen=True, kw_only=True, tag_field="kind", tag="requirements", forbid_unknown_fields=True):
    """A list of requirements, with where it comes from."""

    id: Identifier
    title: Title
    requirements: Annotated[tuple[Requirement, ...], Meta(min_length=1)]
    source: Words | None = None
    description: Prose | None = None
    owner: Name | None = None
    aliases: tuple[Identifier, ...] = ()

"""Checks and groups of steps with a name, to be used in many places with other arguments."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from proofbook.model.check import Check
from proofbook.model.fields import Identifier, Name, Prose, Title
from proofbook.model.place import NodePath
from proofbook.model.runbook import Input, Step


class NamedCheck(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A check to be used by `use: NAME`; its arguments stand in it as `${{ inputs.NAME }}`."""

    check: Check
    description: Prose | None = None
    inputs: Annotated[dict[str, Input], Meta(description="What `with:` may say, by name.")] = {}


class StepGroup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Steps that a stage takes over by `use: NAME`."""

    steps: Annotated[tuple[Step, ...], Meta(min_length=1)]
    description: Prose | None = None
    inputs: Annotated[dict[str, Input], Meta(description="What `with:` may say, by name.")] = {}


class Checks(Struct, frozen=True, kw_only=True, tag_field="kind", tag="checks", forbid_unknown_fields=True):
    """Named checks and groups of steps, for every document of the site."""

    id: Identifier
    title: Title
    checks: Annotated[dict[Identifier, NamedCheck], Meta(description="Named checks.")] = {}
    groups: Annotated[dict[Identifier, StepGroup], Meta(description="Named groups of steps.")] = {}
    description: Prose | None = None
    owner: Name | None = None
    aliases: tuple[Identifier, ...] = ()

    def group_checks(self) -> list[tuple[NodePath, Check]]:
        """Every check of its groups, with its path in the file."""
        return [
            (("groups", name, "steps", at, "verify", index), check)
            for name, group in self.groups.items()
            for at, step in enumerate(group.steps)
            for index, check in enumerate(step.verify)
        ]

"""An environment: what checks and drills run against."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct

from proofbook.model.check import Check
from proofbook.model.fields import Duration, Identifier, Name, Prose, Title
from proofbook.model.grade import Grade
from proofbook.model.runbook import Action, Environ

__all__ = ["Environment", "EnvironmentAction", "Grade", "Service"]


class Service(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A process of a lab, started before what needs it and stopped after everything."""

    id: Identifier
    command: Annotated[tuple[str, ...], Meta(min_length=1, description="Program and arguments.")]
    title: Title | None = None
    needs: Annotated[tuple[Identifier, ...], Meta(description="Services that must be ready first.")] = ()
    ready: Annotated[Check | None, Meta(description="A check; the service is ready when it passes.")] = None
    ready_within: Duration = "20s"
    stop_within: Annotated[Duration, Meta(description="Between SIGTERM and SIGKILL.")] = "5s"


class EnvironmentAction(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that can be done to the environment, such as a fault that a drill injects."""

    title: Title
    run: Action
    description: Prose | None = None


class Environment(Struct, frozen=True, kw_only=True, tag_field="kind", tag="environment", forbid_unknown_fields=True):
    """A place to look at: its grade, its variables and, for a lab, its services."""

    id: Identifier
    title: Title
    grade: Grade
    owner: Name | None = None
    description: Prose | None = None
    profiles: Annotated[
        tuple[Identifier, ...],
        Meta(
            description="Profiles it is for; in others, what needs it is skipped. By default all.", examples=[["full"]]
        ),
    ] = ()
    disposable: Annotated[bool, Meta(description="Whether drills may start, change and destroy it.")] = False
    ports: Annotated[tuple[Identifier, ...], Meta(description="Free ports taken at start: `${{ ports.NAME }}`.")] = ()
    vars: Annotated[dict[str, Any], Meta(description="`${{ env.NAME }}` in checks and actions.")] = {}
    environ: Environ = {}
    services: tuple[Service, ...] = ()
    actions: dict[str, EnvironmentAction] = {}
    aliases: tuple[Identifier, ...] = ()

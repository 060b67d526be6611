"""An environment's page: what it is, its services, and how they fared in this build."""

from __future__ import annotations

from typing import Any

from proofbook.model.environment import Environment
from proofbook.pages.environments import rehearsals
from proofbook.pages.site import Seen


def environment_view(environment: Environment, seen: Seen) -> dict[str, Any]:
    """The template's context."""
    return {
        "environment": environment,
        "owner": seen.owner(environment.owner),
        "sessions": [session for session in seen.report.sessions if session.environment == environment.id],
        "drills": [one for one in rehearsals(seen) if one.drill.environment == environment.id],
    }

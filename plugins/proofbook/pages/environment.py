"""An environment's page: what it is, its services, and how they fared in this build."""

from __future__ import annotations

from typing import Any

from proofbook.model.environment import Environment
from proofbook.model.runbook import Runbook
from proofbook.pages.links import page_of
from proofbook.pages.site import Seen


def environment_view(environment: Environment, seen: Seen) -> dict[str, Any]:
    """The template's context."""
    drills = [
        (drill, page_of(runbook), seen.drills.get(drill.id))
        for runbook in seen.library.all(Runbook)
        for drill in runbook.drills
        if drill.environment == environment.id
    ]
    return {
        "environment": environment,
        "owner": seen.owner(environment.owner),
        "sessions": [session for session in seen.report.sessions if session.environment == environment.id],
        "drills": drills,
    }

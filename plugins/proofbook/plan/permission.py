"""Whether the policy lets something be looked at, as far as can be told before the run."""

from __future__ import annotations

from collections.abc import Iterable

from proofbook.check_types.base import Effect, Permission
from proofbook.check_types.registry import permissions
from proofbook.model.environment import Environment
from proofbook.model.plan import Omission
from proofbook.model.settings import Allow, Settings
from proofbook.model.status import Status
from proofbook.model.walk import Placed


def not_granted(placed: Placed, allow: Allow) -> Omission | None:
    """Why the policy would refuse a check. Hosts that only the run will know are refused there."""
    return _refused(permissions(placed.check.type, placed.check.params), allow)


def _refused(needed: Iterable[Permission], allow: Allow) -> Omission | None:
    return next((refusal for one in needed if (refusal := _one(one, allow))), None)


def _one(needed: Permission, allow: Allow) -> Omission | None:
    if needed.effect is Effect.FILES and not allow.files:
        return _refusal("read files", "`files: true`")
    if needed.effect is Effect.COMMANDS and not allow.commands:
        return _refusal("start programs", "`commands: true`")
    if needed.effect is Effect.PYTHON and not allow.python:
        return _refusal("call functions of checks/", "`python: true`")
    if needed.effect is Effect.SYSTEM and not allow.system:
        return _refusal("look at this machine", "`system: true`")
    if needed.effect is Effect.NETWORK:
        return _network(needed.host, allow)
    return None


def left_out(environment: Environment, settings: Settings) -> Omission | None:
    """Why an environment's services and actions will not be started: the profile is another, or nothing grants it."""
    wanted = environment.profiles
    if wanted and settings.profile not in wanted:
        return Omission(Status.SKIPPED, f"needs profile {' or '.join(wanted)}; this is profile {settings.profile}")
    return drill_not_granted(environment.id, settings.allow)


def drill_not_granted(environment: str, allow: Allow) -> Omission | None:
    """Why the policy would refuse to start, change and destroy an environment."""
    if environment in allow.drills:
        return None
    return _refusal(f"run drills on {environment}", f"`drills: [{environment}]`")


def _network(host: str | None, allow: Allow) -> Omission | None:
    if not allow.network:
        return _refusal(f"connect to {host or 'the network'}", f"`network: [{host or 'HOST'}]`")
    if host and host not in allow.network:
        return _refusal(f"connect to {host}", f"`{host}` under `network:`")
    return None


def _refusal(what: str, grant: str) -> Omission:
    return Omission(Status.SKIPPED, f"not granted: to {what}, add {grant} to `allow:` in mkdocs.yml")

"""Whether the policy lets something be looked at, as far as can be told before the run."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from proofbook.check_types.base import Effect
from proofbook.check_types.registry import check_types
from proofbook.model.plan import Omission
from proofbook.model.settings import Allow
from proofbook.model.status import Status
from proofbook.model.walk import Placed


def not_granted(placed: Placed, allow: Allow) -> Omission | None:
    """Why the policy would refuse a check. Hosts that only the run will know are refused there."""
    effect = check_types()[placed.check.type].EFFECT
    if effect is Effect.FILES and not allow.files:
        return _refusal("read files", "`files: true`")
    if effect is Effect.COMMANDS and not allow.commands:
        return _refusal("start programs", "`commands: true`")
    if effect is Effect.NETWORK:
        return _network(_host(placed.check.params), allow)
    return None


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


def _host(params: Any) -> str | None:
    """The host a check will connect to, where it stands in the file."""
    host = params.get("host") or urlsplit(str(params.get("url", ""))).hostname
    return None if host is None or "$" in host or "{" in host else str(host)


def _refusal(what: str, grant: str) -> Omission:
    return Omission(Status.SKIPPED, f"not granted: to {what}, add {grant} to `allow:` in mkdocs.yml")

"""Alerts that runbooks answer exist, where rule files are named in the settings."""

from __future__ import annotations

from proofbook.load.source import Found, Sources
from proofbook.model.runbook import Runbook
from proofbook.nearest import did_you_mean


def check_alerts(sources: Sources) -> Found:
    """Each alert stands in a rule file, compared without case."""
    if not sources.alerts.sure:
        return
    known = {name.casefold() for name in sources.alerts.names}
    for source in sources.every:
        body = source.document.body
        for at, name in enumerate(body.alerts if isinstance(body, Runbook) else ()):
            if name.casefold() not in known:
                hint = did_you_mean(name, sorted(sources.alerts.names))
                yield source.problem(
                    ("alerts", at),
                    f"there is no alert `{name}` in the rule files",
                    advice=hint or "add it to a rule file, or remove it here: nothing would ever lead to this runbook",
                )

"""Let a check fail for a while."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

from proofbook.errors import Usage
from proofbook.model.fields import moment
from proofbook.model.library import Library
from proofbook.model.walk import placed_checks
from proofbook.nearest import did_you_mean, listed
from proofbook.signing.entries import add_entry


def waive(
    library: Library,
    path: Path,
    check: str,
    now: datetime,
    *,
    justification: str,
    owner: str,
    approver: str,
    expires: str,
    ticket: str | None = None,
    owners: Collection[str] = (),
) -> dict[str, Any]:
    """Write a waiver of a check into the waivers at `path`; the entry that was written. No `owners` are any.

    Raises:
        Usage: there is no such check or owner, the end is no date or over already, or the file cannot take it.
    """
    checks = [placed.id for document in library.documents for placed in placed_checks(document)]
    if check not in checks:
        raise Usage(f"there is no check `{check}`; {did_you_mean(check, checks) or 'see `proofbook plan`'}")
    if owners and owner not in owners:
        hint = did_you_mean(owner, owners) or f"the settings know {listed([f'`{one}`' for one in owners])}"
        raise Usage(f"there is no owner `{owner}`; {hint}")
    try:
        over = moment(expires) <= now
    except (ValueError, OverflowError):
        raise Usage(f"{expires} is not a date; expected ISO 8601, as in 2026-12-31") from None
    if over:
        raise Usage(f"{expires} is over already")
    entry = {
        "check": check,
        "justification": justification,
        "owner": owner,
        "approver": approver,
        "expires": expires,
        "ticket": ticket,
    }
    said = {name: value for name, value in entry.items() if value}
    add_entry(path, "waivers", said)
    return said

"""Checks to jobs: with their place, their digest and the reason if they will not run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from proofbook.conditions import unmet
from proofbook.digest import check_digest
from proofbook.errors import UnknownVariable
from proofbook.model.check import CheckFields
from proofbook.model.fields import moment
from proofbook.model.plan import Job, Omission
from proofbook.model.settings import Allow
from proofbook.model.status import Status
from proofbook.model.waivers import Waiver
from proofbook.model.walk import Placed
from proofbook.plan.permission import not_granted

Exists = Callable[[str], bool]


def make_job(
    placed: Placed, allow: Allow, exists: Exists, now: datetime, vars_: Mapping[str, Any], waiver: Waiver | None = None
) -> Job:
    """The job of one check, with the waiver that counts for it now, if any."""
    common = placed.check.common
    return Job(
        placed=placed,
        place=placed.document.place(placed.path),
        digest=check_digest(placed.check),
        needs=common.needs,
        omit=_stated(common, exists, now, vars_) or not_granted(placed, allow),
        waiver=waiver,
    )


def _stated(common: CheckFields, exists: Exists, now: datetime, vars_: Mapping[str, Any]) -> Omission | None:
    """The author's own reasons."""
    if common.skip and now < moment(common.skip.until):
        return Omission(Status.SKIPPED, f"{common.skip.reason} (until {common.skip.until})")
    try:
        return unmet(common, {"vars": vars_}, exists)
    except UnknownVariable:
        # The run will know it.
        return None

"""`when` and `applies_when`: whether a check is to be looked at, and the reason if it is not."""

from __future__ import annotations

from collections.abc import Callable

from proofbook.errors import UnknownVariable
from proofbook.matchers import Incomparable, holds, misuse
from proofbook.model.check import CheckFields, Condition
from proofbook.model.plan import Omission
from proofbook.model.status import Status
from proofbook.variables import Scope, resolve


def unmet(common: CheckFields, scope: Scope, exists: Callable[[str], bool] | None = None) -> Omission | None:
    """What conditions come to: `not_applicable` before `skipped`; `error` for one that cannot be told.

    Without `exists`, files have been asked for before.

    Raises:
        UnknownVariable: a value is not known in this scope.
    """
    for condition, status in ((common.applies_when, Status.NOT_APPLICABLE), (common.when, Status.SKIPPED)):
        if condition is None:
            continue
        if condition.file is None:
            omission = _judged(condition, status, scope)
        else:
            fine = exists is None or exists(condition.file)
            omission = None if fine else Omission(status, condition.reason)
        if omission:
            return omission
    return None


def unmet_in_the_end(common: CheckFields, scope: Scope) -> Omission | None:
    """The same where every value must be known: one that is not cannot be told."""
    try:
        return unmet(common, scope)
    except UnknownVariable as error:
        return Omission(Status.ERROR, f"its condition cannot be told: {error}")


def _judged(condition: Condition, status: Status, scope: Scope) -> Omission | None:
    value, wanted = resolve(condition.value, scope), resolve(condition.is_, scope)
    try:
        fault = misuse(wanted)
        if not fault:
            return None if holds(value, wanted) else Omission(status, condition.reason)
    except Incomparable as error:
        fault = str(error)
    return Omission(Status.ERROR, f"its condition cannot be told: {fault}")

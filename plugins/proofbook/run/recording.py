"""Results as they come in; the order of completion never shows in what is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofbook.model.environment import Environment
from proofbook.model.events import Announce, Began, Ended
from proofbook.model.plan import Job, Omission
from proofbook.model.results import DrillResult, Result, Session
from proofbook.model.status import Status, effective
from proofbook.run.looking import Sight
from proofbook.run.reusing import Looks
from proofbook.variables import Scope

#: After one of these nothing more is begun where a run is to fail fast.
_STOPPING = {Status.FAILED, Status.ERROR}


class Recorder:
    """Collects what a run sees. `announce` hears of each thing as it begins and ends.

    `over` says why nothing more shall be begun, once a run that fails fast has failed.
    """

    def __init__(self, announce: Announce, looks: Looks, *, fail_fast: bool = False) -> None:
        self.looks = looks
        self._announce = announce
        self._fail_fast = fail_fast
        self.over: Omission | None = None
        self.under_way: set[str] = set()
        self.results: dict[str, Result] = {}
        self.drills: dict[str, DrillResult] = {}
        self.sessions: list[Session] = []
        self._captures: dict[str, Mapping[str, Any]] = {}

    def began(self, name: str) -> None:
        """Something is under way."""
        self.under_way.add(name)
        self._announce(Began(name))

    def ended(self, name: str, status: Status, reason: str, took_s: float) -> None:
        """It is not any more."""
        self.under_way.discard(name)
        self._announce(Ended(name, status, reason, took_s))

    def add(self, result: Result, captures: Mapping[str, Any] | None = None) -> Result:
        """Take one result, and what it hands on to the checks that need it."""
        self.results[result.key] = result
        self._captures[result.key] = captures or {}
        self.ended(result.key, result.status, result.reason, result.took_s)
        if result.gate:
            self._stop_after(result.key, result.status)
        return result

    def add_drill(self, drill: DrillResult) -> None:
        """Take the result of a drill."""
        self.drills[drill.drill] = drill
        self._stop_after(drill.drill, drill.status)

    def _stop_after(self, name: str, status: Status) -> None:
        if self._fail_fast and not self.over and status in _STOPPING:
            self.over = Omission(Status.SKIPPED, f"not begun: {name} did not pass, and --fail-fast was asked for")

    def handed(self, scope: Scope, job: Job, drill: str | None) -> Scope:
        """A scope with the values that the needed checks captured, in this drill or outside drills."""
        found: dict[str, Any] = {}
        for needed in job.needs:
            captures = self._captures.get(f"{drill}:{needed}") or self._captures.get(needed) or {}
            found |= {f"{needed}.{name}": value for name, value in captures.items()}
        return {**scope, "captures": found} if found else scope

    def status(self, key: str) -> Status | None:
        """The status of a result that is in already."""
        result = self.results.get(key)
        return result.status if result else None


def seen(job: Job, sight: Sight, environment: Environment, drill: str | None) -> Result:
    """The result of a check that was looked at."""
    return _result(
        job,
        environment,
        drill,
        verdict=sight.verdict,
        reason=sight.reason,
        attempts=sight.attempts,
        readings=sight.readings,
        output=sight.output,
        started=sight.started,
        took_s=sight.took_s,
        valid_until=sight.valid_until,
    )


def seen_before(job: Job, earlier: Result, environment: Environment) -> Result:
    """The result of a check that an earlier run looked at, since when nothing has changed that it hangs on."""
    return _result(
        job,
        environment,
        None,
        verdict=earlier.verdict,
        reason=f"as it was seen at {earlier.started}: nothing that it hangs on has changed",
        attempts=earlier.attempts,
        readings=earlier.readings,
        output=earlier.output,
        started=earlier.started,
        took_s=earlier.took_s,
        valid_until=earlier.valid_until,
        reused_from=earlier.reused_from or earlier.started,
    )


def unseen(
    job: Job, verdict: Status, reason: str, environment: Environment, drill: str | None, cause: str | None = None
) -> Result:
    """The result of a check that was not looked at."""
    return _result(job, environment, drill, verdict=verdict, reason=reason, cause=cause)


def _result(job: Job, environment: Environment, drill: str | None, *, verdict: Status, **seen: object) -> Result:
    placed, common = job.placed, job.placed.check.common
    status = effective(verdict, waived=job.waiver is not None)
    return Result(
        check=job.id,
        title=placed.title,
        type=placed.check.type,
        document=placed.document.body.id,
        part=placed.part,
        drill=drill,
        environment=environment.id,
        grade=environment.grade,
        gate=common.gate,
        severity=common.severity,
        verdict=verdict,
        status=status,
        remediation=common.remediation or "",
        runbook=common.runbook or "",
        refs=common.refs,
        wanted=common.grade,
        place=job.place,
        digest=job.digest,
        waiver=job.waiver if status is Status.WAIVED else None,
        **seen,  # type: ignore[arg-type]  # the two callers above pass fields of Result by name
    )

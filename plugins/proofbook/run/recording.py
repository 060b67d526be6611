"""Results as they come in; the order of completion never shows in what is written."""

from __future__ import annotations

from collections.abc import Callable

from proofbook.model.environment import Environment
from proofbook.model.plan import Job
from proofbook.model.results import DrillResult, Result, Session
from proofbook.model.status import Status, effective
from proofbook.run.looking import Sight

Announce = Callable[[str, Status, str, float], None]


class Recorder:
    """Collects what a run sees. `announce(name, verdict, reason, seconds)` hears of each as it ends."""

    def __init__(self, announce: Announce) -> None:
        self.announce = announce
        self.results: dict[str, Result] = {}
        self.drills: dict[str, DrillResult] = {}
        self.sessions: list[Session] = []

    def add(self, result: Result) -> Result:
        """Take one result."""
        self.results[result.key] = result
        self.announce(result.key, result.verdict, result.reason, result.took_s)
        return result

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
        place=job.place,
        digest=job.digest,
        waiver=job.waiver if status is Status.WAIVED else None,
        **seen,  # type: ignore[arg-type]  # the two callers above pass fields of Result by name
    )

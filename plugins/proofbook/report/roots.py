"""What a blocked check really waits for: followed back to the one thing that went wrong by itself."""

from __future__ import annotations

from collections import Counter

from proofbook.model.results import Report, Result, StepResult
from proofbook.model.status import Status, proves


def blocked_by(report: Report) -> Counter[str]:
    """How many checks each root cause blocks, by its name; what the report does not hold has the name ``.

    A root is a result's key, `drill:runbook/step` for a failed action, or `drill:environment/service`,
    where `checks` stands for the drill outside drills.
    """
    roots = _Roots(report)
    return Counter(roots.of(one) for one in report.results if one.status is Status.BLOCKED)


class _Roots:
    def __init__(self, report: Report) -> None:
        self._results = {result.key: result for result in report.results}
        self._steps: dict[str, StepResult] = {}
        for drill in report.drills:
            for step in drill.steps:
                for name in (f"{drill.runbook}/{step.step}", step.step):
                    self._steps.setdefault(f"{drill.drill}:{name}", step)
        self._services = {session.used_for: session for session in report.sessions}

    def of(self, result: Result) -> str:
        """The name of what blocks it in the end."""
        seen: set[str] = set()
        while result.cause and result.key not in seen:
            seen.add(result.key)
            found = self._named(result.cause, result.drill)
            if not isinstance(found, Result):
                return found
            if found.status is not Status.BLOCKED:
                return found.key
            result = found
        return ""

    def _named(self, cause: str, drill: str | None) -> Result | str:
        inside = f"{drill}:{cause}"
        check = self._results.get(inside) or self._results.get(cause)
        if "/" in cause and (step := self._steps.get(inside)):
            return self._in_step(step, inside)
        if check:
            return check
        step = self._steps.get(inside)
        return self._in_step(step, inside) if step else self._service(cause, drill or "checks")

    def _in_step(self, step: StepResult, name: str) -> Result | str:
        if any(not proves(action.verdict) for action in step.actions):
            return name
        checks = [self._results[key] for key in step.checks if key in self._results]
        return next((one for one in checks if not proves(one.status)), name)

    def _service(self, cause: str, used_for: str) -> str:
        """One that was never started waits for another of its environment."""
        session = self._services.get(used_for)
        if session is None:
            return ""
        verdicts = {f"{session.environment}/{one.service}": one.verdict for one in session.services}
        if verdicts.get(cause) is Status.BLOCKED:
            bad = (name for name, verdict in verdicts.items() if verdict in {Status.FAILED, Status.ERROR})
            cause = next(bad, cause)
        return f"{used_for}:{cause}" if cause in verdicts else ""

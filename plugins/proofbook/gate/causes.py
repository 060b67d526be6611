"""Why something is blocked: followed back to what did not pass by itself."""

from __future__ import annotations

from proofbook.model.results import Report, Result, StepResult
from proofbook.model.status import Status, proves, worst


class Causes:
    """The statuses of everything that can block something else, by the names that causes have."""

    def __init__(self, report: Report) -> None:
        self._results = {result.key: result for result in report.results}
        self._steps: dict[str, StepResult] = {}
        self._services: dict[str, dict[str, Status]] = {}
        for drill in report.drills:
            for step in drill.steps:
                # A bare step id is how checks name their own step's action; undoing a step repeats its id.
                for name in (f"{drill.runbook}/{step.step}", step.step):
                    self._steps.setdefault(f"{drill.drill}:{name}", step)
        for session in report.sessions:
            named = {f"{session.environment}/{one.service}": one.verdict for one in session.services}
            self._services[session.used_for] = named

    def root(self, result: Result) -> Status:
        """The status behind a blocked result; its own if it is not blocked.

        A cause that the report does not hold, that passed or that leads in a circle explains nothing: an error.
        """
        root = self._root(result, frozenset())
        return Status.ERROR if result.status is Status.BLOCKED and proves(root) else root

    def _root(self, result: Result, seen: frozenset[str]) -> Status:
        if result.status is not Status.BLOCKED:
            return result.status
        if result.cause is None or result.key in seen:
            return Status.ERROR
        return self._named(result.cause, result.drill, seen | {result.key})

    def _named(self, cause: str, drill: str | None, seen: frozenset[str]) -> Status:
        inside = f"{drill}:{cause}"
        if step := self._steps.get(inside if "/" in cause else ""):
            return self._step(step, seen)
        if found := self._results.get(inside) or self._results.get(cause):
            return self._root(found, seen)
        if step := self._steps.get(inside):
            return self._step(step, seen)
        return self._service(cause, self._services.get(drill or "checks", {}))

    def _step(self, step: StepResult, seen: frozenset[str]) -> Status:
        if step.status is not Status.BLOCKED:
            return step.status
        checks = [self._results[key] for key in step.checks if key in self._results]
        roots = [self._root(one, seen) for one in checks if one.status is Status.BLOCKED]
        return worst(roots or [Status.ERROR])

    def _service(self, cause: str, services: dict[str, Status]) -> Status:
        """One that was not started waited for another, which is not well itself."""
        if services.get(cause) is not Status.BLOCKED:
            return services.get(cause, Status.ERROR)
        return worst([one for one in services.values() if one is not Status.BLOCKED] or [Status.ERROR])

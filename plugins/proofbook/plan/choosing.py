"""Which checks and drills a selection means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from msgspec import Struct

from proofbook.errors import Usage
from proofbook.model.asked import Selection
from proofbook.model.check import Severity
from proofbook.model.library import Document
from proofbook.model.plan import Job, Omission, PlannedDrill
from proofbook.model.status import Status
from proofbook.nearest import did_you_mean

NOT_SELECTED = Omission(Status.SKIPPED, "not selected")

_RANK = {severity: rank for rank, severity in enumerate(Severity)}


class _Traits(Struct, frozen=True):
    """What a selection may go by."""

    id: str
    names: tuple[str, ...]
    tags: frozenset[str]
    kind: str
    severity: Severity


class Choice:
    """The checks outside drills and the drills that are meant, with every check that they need.

    A drill is meant when it is named, or anything in it is: it is run whole or not at all. `documents` are the ids
    of all documents, also of those without anything to run.

    Raises:
        Usage: a name, tag or kind that nothing has: a typing error must not select nothing.
    """

    def __init__(
        self, selection: Selection, jobs: Iterable[Job], drills: Iterable[PlannedDrill], documents: Iterable[str] = ()
    ) -> None:
        self._asked = selection
        every, planned = list(jobs), list(drills)
        _known(selection, every, planned, frozenset(documents))
        self.drills = frozenset(one.drill.id for one in planned if self._means_drill(one))
        meant = {job.id for job in every if self._means_checks() and self._fits(_of_job(job))}
        inside = [job for one in planned if one.drill.id in self.drills for job in _jobs(one)]
        self.checks = _with_needs(meant, inside, {job.id: job.needs for job in every})

    def omission(self, name: str) -> Omission:
        """Why a check or drill that is not meant will not run."""
        asked = self._asked
        unchanged = asked.since and asked.only is not None and name not in asked.only
        return Omission(Status.SKIPPED, f"not selected (unchanged since {asked.since})") if unchanged else NOT_SELECTED

    def _means_checks(self) -> bool:
        return self._asked.narrows() or not self._asked.drills

    def _means_drill(self, planned: PlannedDrill) -> bool:
        asked = self._asked
        if asked.no_drills or _any(asked.drills, (planned.drill.id,)):
            return not asked.no_drills
        if not asked.narrows():
            return not asked.drills
        inside = (_of_job(job, planned) for job in _jobs(planned))
        return self._fits(_of_drill(planned)) or any(self._fits(one) for one in inside)

    def _fits(self, one: _Traits) -> bool:
        asked = self._asked
        return (
            (not asked.names or _any(asked.names, one.names))
            and (not asked.tags or bool(one.tags & set(asked.tags)))
            and (not asked.kinds or one.kind in asked.kinds)
            and (asked.severity is None or _RANK[one.severity] >= _RANK[asked.severity])
            and (asked.only is None or one.id in asked.only)
        )


def _any(patterns: Iterable[str], names: Iterable[str]) -> bool:
    every = list(names)
    return any(fnmatchcase(name, pattern) for pattern in patterns for name in every)


def _jobs(planned: PlannedDrill) -> Iterator[Job]:
    return (job for step in planned.steps for job in step.jobs)


def _of_job(job: Job, drill: PlannedDrill | None = None) -> _Traits:
    common, body = job.placed.check.common, job.placed.document.body
    names = (job.id, job.placed.part, body.id, *((f"{drill.drill.id}:{job.id}",) if drill else ()))
    tags = frozenset((*common.tags, *getattr(body, "tags", ())))
    return _Traits(job.id, names, tags, _kind(job.placed.document), common.severity)


def _of_drill(planned: PlannedDrill) -> _Traits:
    runbook = planned.runbook
    names = (planned.drill.id, runbook.id)
    return _Traits(planned.drill.id, names, frozenset(runbook.tags), "runbook", runbook.severity)


def _kind(document: Document) -> str:
    return str(document.body.__struct_config__.tag)


def _with_needs(meant: set[str], inside: Iterable[Job], needs: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    found = set(meant)
    waiting = [*meant, *(need for job in inside for need in job.needs)]
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting += [need for need in needs.get(one, ()) if need not in found]
    return frozenset(found)


def _known(selection: Selection, jobs: list[Job], drills: list[PlannedDrill], documents: frozenset[str]) -> None:
    every = [*map(_of_job, jobs), *map(_of_drill, drills)]
    every += [_of_job(job, one) for one in drills for job in _jobs(one)]
    known = {name for one in every for name in one.names}
    for name in documents.intersection(selection.names) - known:
        raise Usage(f"`{name}` has no checks and no drills: there is nothing of it to run")
    _expect("check, item, step, document or drill", selection.names, known)
    _expect("drill", selection.drills, {one.drill.id for one in drills})
    _expect("check or document with the tag", selection.tags, {tag for one in every for tag in one.tags})
    _expect("document with checks of the kind", selection.kinds, {one.kind for one in every})


def _expect(what: str, wanted: Iterable[str], known: set[str]) -> None:
    for one in wanted:
        if not _any((one,), known):
            raise Usage(f"there is no {what} `{one}`; {did_you_mean(one, sorted(known)) or 'see `proofbook list`'}")

"""`--since REV`: what a change touches. The plan of then is compared with that of now, files by their hash."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from proofbook.check_types.base import Effect, Subject
from proofbook.check_types.registry import check_types, subject
from proofbook.load import Site, load
from proofbook.model.asked import Asked
from proofbook.model.library import Library
from proofbook.model.plan import Job, Plan, PlannedDrill
from proofbook.plan import make_plan
from proofbook.project_files import files_matching
from proofbook.revisions import checked_out
from proofbook.run import blobs_at
from proofbook.variables import names_used

#: Where programs and functions of a site keep their code.
_CODE = ("checks/*.py", "checks/**/*.py")
#: Of a path; what is longer is a script.
_LONGEST = 255


def changed_since(site: Site, library: Library, asked: Asked) -> tuple[Asked, Mapping[str, str]]:
    """What is asked for, narrowed to what has changed, and why each of that is meant.

    Raises:
        Usage: git does not know the revision, or the site was not there.
    """
    chosen = asked.selection
    if not chosen.since:
        return asked, {}
    why = dict(_touched(site, library, chosen.since))
    only = frozenset(why) if chosen.only is None else chosen.only & why.keys()
    return replace(asked, selection=replace(chosen, only=only)), why


def _touched(site: Site, library: Library, revision: str) -> Iterator[tuple[str, str]]:
    now = _plan(library, site)
    with tempfile.TemporaryDirectory(prefix="proofbook-since-") as folder:
        there = checked_out(site, revision, Path(folder))
        _beside(there.root, site.root)
        loaded = load(there.root, there.settings)
    if loaded.problems:
        every = [*_jobs(now), *(one.drill.id for one in now.drills)]
        yield from ((name, f"the documents at {revision} are not valid") for name in every)
        return
    files = _Files(site.root, blobs_at(site.root, revision))
    asking = _Comparison(site, now, _plan(loaded.library, there), files)
    name = site.settings.environment or ""
    asking.moved = library.environments().get(name) != loaded.library.environments().get(name)
    yield from asking.checks()
    yield from asking.drills()


def _beside(there: Path, here: Path) -> None:
    """What documents refer to stands beside them as it is now; whether it changed is asked of the files."""
    for entry in here.iterdir():
        if not (there / entry.name).exists() and entry.name != ".git":
            (there / entry.name).symlink_to(entry)


def _plan(library: Library, site: Site) -> Plan:
    settings = replace(site.settings, environment=None)
    return make_plan(library, settings, lambda _: True, datetime.now(UTC))


def _jobs(plan: Plan) -> dict[str, Job]:
    inside = (job for drill in plan.drills for step in drill.steps for job in step.jobs)
    return {job.id: job for job in (*plan.checks.jobs, *inside)}


class _Files:
    """Files of the project against those of the revision; none of git's filters or drivers is asked."""

    def __init__(self, root: Path, blobs: Mapping[str, str]) -> None:
        self._root = root
        self._blobs = blobs
        self.changed = cache(self._changed)

    def _changed(self, pattern: str) -> str | None:
        """The first file that a pattern, a path or a folder means and that is not as it was."""
        pattern = pattern.removeprefix("./").rstrip("/")
        if not pattern or pattern.startswith(("/", "..")) or len(pattern) > _LONGEST or "\n" in pattern:
            return None
        return next((name for name in sorted(self._meant(pattern)) if self._differs(name)), None)

    def _meant(self, pattern: str) -> Iterator[str]:
        yield from (name for name in self._blobs if fnmatchcase(name, pattern) or name.startswith(f"{pattern}/"))
        try:
            yield from files_matching(self._root, pattern)
            yield from files_matching(self._root, f"{pattern}/**/*")
        except (ValueError, OSError):
            return

    def _differs(self, name: str) -> bool:
        path, before = self._root / name, self._blobs.get(name)
        if not path.is_file() or "__pycache__" in path.parts:
            return before is not None
        data = path.read_bytes()
        made = hashlib.sha256 if before and len(before) == 64 else hashlib.sha1  # noqa: PLR2004 - as git names them
        return before != made(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


class _Comparison:
    """Two plans of a site, and its files."""

    def __init__(self, site: Site, now: Plan, then: Plan, files: _Files) -> None:
        self._site, self._now, self._then, self._files = site, now, then, files
        #: Whether the environment of checks outside drills is another.
        self.moved = False

    def checks(self) -> Iterator[tuple[str, str]]:
        """Every check that is touched, with why."""
        before = _jobs(self._then)
        for name, job in _jobs(self._now).items():
            if why := self._of_job(job, before.get(name)):
                yield name, why

    def drills(self) -> Iterator[tuple[str, str]]:
        """Every drill that is touched by itself, with why."""
        before = {one.drill.id: one for one in self._then.drills}
        for one in self._now.drills:
            if why := self._of_drill(one, before.get(one.drill.id)):
                yield one.drill.id, why

    def _of_job(self, job: Job, before: Job | None) -> str:
        if before is None:
            return "it is new"
        if before.digest != job.digest:
            return "its definition changed"
        return self._of_values(job) or self._of_files(job)

    def _of_values(self, job: Job) -> str:
        check = job.placed.check
        for name in sorted(names_used([check.params, check.expect], "vars")):
            if self._now.vars.get(name) != self._then.vars.get(name):
                return f"vars.{name} changed"
        uses = names_used([check.params, check.expect], "env") or names_used([check.params, check.expect], "ports")
        return "its environment changed" if uses and self.moved else ""

    def _of_files(self, job: Job) -> str:
        check, settings = job.placed.check, self._site.settings
        named = [*check.common.inputs, *_texts(check.params)]
        if subject(check.type) is Subject.SITE:
            named += [self._site.docs, settings.runbooks, *settings.alerts.rules]
        if check_types()[check.type].EFFECT in {Effect.COMMANDS, Effect.PYTHON}:
            named += _CODE
        if subject(check.type) is Subject.REPOSITORY:
            return "it looks at the repository itself"
        changed = next((file for one in named if (file := self._files.changed(one))), None)
        return f"{changed} changed" if changed else ""

    def _of_drill(self, one: PlannedDrill, before: PlannedDrill | None) -> str:
        if before is None:
            return "it is new"
        if before.digest != one.digest:
            return "what it executes changed"
        changed = next((file for code in _CODE if (file := self._files.changed(code))), None)
        return f"{changed} changed" if changed else ""


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Mapping):
        return [text for inner in value.values() for text in _texts(inner)]
    return [text for inner in value for text in _texts(inner)] if isinstance(value, (list, tuple)) else ()

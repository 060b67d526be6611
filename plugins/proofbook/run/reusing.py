"""Looks of earlier runs that still count: kept by what they hang on, used again when none of it has changed."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from proofbook import __version__
from proofbook.check_types.base import Effect, Subject
from proofbook.check_types.registry import brought_by, check_types, subject
from proofbook.digest import digest
from proofbook.errors import CouldNotLook, UnknownVariable
from proofbook.instants import parse
from proofbook.model.check import Check
from proofbook.model.environment import Environment
from proofbook.model.plan import Job
from proofbook.model.results import Report, Result
from proofbook.model.status import Status
from proofbook.run.retracing import unchanged
from proofbook.run.store import write_whole
from proofbook.run.world import Outside
from proofbook.variables import Scope, names_used, resolve

#: Facts that change while nothing else does.
_OF_TIME = frozenset({"age_s", "duration_ms"})
#: A look that nothing has used for so long is forgotten, and so are more than so many.
FORGOTTEN_AFTER, MOST = timedelta(days=30), 20_000


class Look(Struct, frozen=True):
    """A look that passed: its result, when it was last of use, and what it read."""

    result: Result
    used: str
    trace: dict[str, str] = {}


class _File(Struct, frozen=True):
    format: int = 1
    looks: dict[str, Look] = {}


class Looks:
    """The looks kept at a path. With `refresh` none is used again; what is seen now is kept for later runs."""

    def __init__(self, path: Path, *, refresh: bool = False) -> None:
        self._path = path
        self._refresh = refresh
        self._kept = _read(path)
        self._new: dict[str, tuple[str, dict[str, str]]] = {}

    def find(self, name: str | None, world: Outside) -> Result | None:
        """The result kept under a name, if all that it read is as it was and it has not expired."""
        look = None if self._refresh or name is None else self._kept.get(name)
        if look is None or not _lasts(look.result, world.now()) or not unchanged(look.trace, world):
            return None
        return look.result

    def looked(self, key: str, name: str | None, trace: Mapping[str, str]) -> None:
        """Remember what the look at `key` of this run may be kept as."""
        if name:
            self._new[key] = (name, dict(trace))

    def save(self, report: Report, now: datetime) -> None:
        """Keep the passes of a run, as its report holds them, and forget what is old. A full disk costs only time."""
        used = report.started
        passed = {one.key: one for one in report.results if one.verdict is Status.PASSED}
        made = {name: Look(passed[key], used, trace) for key, (name, trace) in self._new.items() if key in passed}
        recent = {name: one for name, one in _read(self._path).items() if now - parse(one.used) < FORGOTTEN_AFTER}
        every = sorted((recent | made).items(), key=lambda pair: pair[1].used)[-MOST:]
        if made:
            _write(_File(looks=dict(every)), self._path)


def name_of(job: Job, scope: Scope, world: Outside, environment: Environment) -> str | None:
    """The name that a look at a check is kept under: a digest of all it hangs on but files that it finds itself.

    None where it must be looked at every time: live things that do not say how long a look lasts, what
    measures time, what hands values on or carries secrets.
    """
    check = job.placed.check
    if not _lasting(check) or check.common.capture or names_used([check.params, check.expect], "secrets"):
        return None
    try:
        said = resolve([check.params, check.expect], scope)
        inputs = [_fingerprint(path, world) for pattern in check.common.inputs for path in world.find(pattern)]
    except (CouldNotLook, UnknownVariable):
        return None
    shown = msgspec.to_builtins(check.common.evidence)
    where = _surroundings(environment.id, str(environment.grade), tuple(sorted(world.environ.items())))
    return digest([job.id, job.digest, said, inputs, shown, where, brought_by(check.type)])


@lru_cache(maxsize=64)
def _surroundings(environment: str, grade: str, environ: tuple[tuple[str, str], ...]) -> str:
    """Of what all checks of an environment have in common."""
    return digest([environment, grade, environ, __version__, platform.python_version()])


def _lasting(check: Check) -> bool:
    """Whether a look at it means anything later."""
    if check.common.max_age:
        return True
    if _tells_time(check) or check_types()[check.type].EFFECT in {Effect.NETWORK, Effect.SYSTEM}:
        return False
    return subject(check.type) is Subject.FILES or bool(check.common.inputs)


def _tells_time(check: Check) -> bool:
    figures = {figure.fact for figure in check.common.evidence}
    return bool(_OF_TIME & {*check.expect, *figures}) or _counts_days(check.expect) or check.window is not None


def _counts_days(value: Any) -> bool:
    if isinstance(value, Mapping):
        return "days_from_now" in value or any(_counts_days(inner) for inner in value.values())
    return isinstance(value, (list, tuple)) and any(_counts_days(inner) for inner in value)


def _fingerprint(path: str, world: Outside) -> list[str]:
    traced = world.traced()
    traced.stat(path)
    traced.read(path)
    return [path, *traced.trace.seen.values()]


def _lasts(result: Result, now: datetime) -> bool:
    """Whether its time is not over. Of a look in a time to come nobody knows that: a clock was wrong."""
    until, started = result.valid_until, result.started
    return until is None or (started is not None and parse(started) <= now < parse(until))


def _read(path: Path) -> dict[str, Look]:
    """What is kept; nothing where it is damaged or of another version: it only saves time."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=_File).looks
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}


def _write(kept: _File, path: Path) -> None:
    try:
        write_whole(msgspec.json.encode(kept), path)
    except OSError:
        return

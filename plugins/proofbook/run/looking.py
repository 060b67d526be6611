"""One check looked at: variables filled in, deadline kept, facts judged, tries counted."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec
from msgspec import Struct

from proofbook.check_types.base import CheckType, Effect
from proofbook.check_types.programs import Text
from proofbook.check_types.registry import check_types, keyed_facts
from proofbook.errors import CouldNotLook, TargetFault, UnknownVariable
from proofbook.expect import explain, judge, read
from proofbook.instants import stamp
from proofbook.model.check import Check
from proofbook.model.fields import seconds
from proofbook.model.plan import Job
from proofbook.model.results import Assertion, Attempt, Reading
from proofbook.model.status import Status
from proofbook.run.capturing import captured
from proofbook.run.deadlines import begin
from proofbook.run.world import Outside
from proofbook.selecting import select
from proofbook.variables import Scope, names_used, resolve, written

MAX_SHOWN = 4_000
POLL_S = 0.2
LONGEST_PAUSE_S = 60.0


class Sight(Struct, frozen=True, kw_only=True):
    """What all looks at one check came to."""

    verdict: Status
    reason: str
    attempts: tuple[Attempt, ...]
    readings: tuple[Reading, ...]
    output: str
    started: str
    took_s: float
    valid_until: str | None
    captures: Mapping[str, Any] = {}


class _Look(Struct, frozen=True, kw_only=True):
    """One look, before it is written down."""

    verdict: Status
    reason: str = ""
    facts: Mapping[str, Any] = {}
    assertions: tuple[Assertion, ...] = ()
    captures: Mapping[str, Any] = {}


async def look(job: Job, scope: Scope, world: Outside) -> Sight:
    """Look until it is right, or until the attempts or the time to wait are used up.

    Every attempt of a `retry` is recorded. Of a `wait_for`, which expects not to be right at once,
    the last one is.
    """
    check = job.placed.check
    attempts: list[Attempt] = []
    begun, clock = world.now(), time.monotonic()
    again = _Again(check)
    while True:
        started, since = world.now(), time.monotonic()
        seen = await _look_once(check, scope, world)
        if again.waits:
            attempts.clear()
        attempts.append(_attempt(seen, stamp(started), time.monotonic() - since))
        if seen.verdict not in again.after or not again.wanted(len(attempts), time.monotonic() - clock):
            break
        await asyncio.sleep(again.pause(len(attempts)))
    until = check.common.max_age
    return Sight(
        verdict=Status.FLAKY if seen.verdict is Status.PASSED and len(attempts) > 1 else seen.verdict,
        reason=seen.reason,
        attempts=tuple(attempts),
        readings=read(seen.facts, check.common.evidence, keyed_facts(check.type), seen.assertions),
        output=_output(seen),
        started=stamp(begun),
        took_s=round(time.monotonic() - clock, 3),
        valid_until=stamp(started + timedelta(seconds=seconds(until))) if until else None,
        captures=seen.captures,
    )


class _Again:
    """Whether and when to look again."""

    def __init__(self, check: Check) -> None:
        wait, retry = check.common.wait_for, check.common.retry
        self.waits = wait is not None
        self.interval = POLL_S if wait else seconds(retry.interval)
        self._longest = seconds(wait) if wait else 0.0
        self._attempts = retry.attempts
        self._backoff = 1.0 if wait else retry.backoff
        self.after = {Status.FAILED} if wait else {Status(verdict) for verdict in retry.on}

    def pause(self, attempts: int) -> float:
        """How long to wait after so many looks, in seconds."""
        return min(self.interval * self._backoff ** (attempts - 1), max(self.interval, LONGEST_PAUSE_S))

    def wanted(self, attempts: int, waited: float) -> bool:
        """After a look that was not right."""
        return waited + self.interval < self._longest if self.waits else attempts < self._attempts


def _attempt(seen: _Look, started: str, took: float) -> Attempt:
    return Attempt(
        verdict=seen.verdict,
        reason=seen.reason,
        assertions=seen.assertions,
        started=started,
        took_s=round(took, 3),
    )


async def _look_once(check: Check, scope: Scope, world: Outside) -> _Look:
    """One look; whatever goes wrong is a verdict."""
    type_ = check_types()[check.type]
    if type_.EFFECT is Effect.NETWORK:
        world.network.prepare()
    deadline = begin(seconds(check.common.timeout) if check.common.timeout else type_.TIMEOUT)
    mask = world.secrets.mask
    try:
        used = names_used(check.params, "secrets")
        if type_.EFFECT in {Effect.COMMANDS, Effect.PYTHON}:
            world.secrets.permit_programs(used)
        carrying = world.carrying(used)
        params = _parameters(check, type_, {**scope, "secrets": world.secrets})
        async with asyncio.timeout(deadline.seconds):
            facts = mask.value(await type_.observe(params, carrying))
        assertions = judge(facts, resolve(check.expect, scope), keyed_facts(check.type), world.now())
    except TimeoutError:
        return _Look(verdict=Status.ERROR if deadline.ours else Status.FAILED, reason=mask.text(str(deadline)))
    except TargetFault as error:
        return _Look(verdict=Status.FAILED, reason=mask.text(str(error)))
    except (CouldNotLook, UnknownVariable) as error:
        return _Look(verdict=Status.ERROR, reason=mask.text(str(error)))
    except Exception as error:  # noqa: BLE001 - a check type that crashes is a verdict, not a crash of the run
        return _Look(verdict=Status.ERROR, reason=mask.text(f"the check type {check.type!r} crashed: {error!r}"))
    if lacking := _unfilled(check, facts):
        return _Look(verdict=Status.INSUFFICIENT_DATA, reason=lacking, facts=facts, assertions=assertions)
    captures, lacking = captured(check, facts)
    failed = "; ".join(fault for fault in (explain(assertions), lacking) if fault)
    verdict = Status.FAILED if failed else Status.PASSED
    return _Look(verdict=verdict, reason=failed, facts=facts, assertions=assertions, captures=captures)


def _unfilled(check: Check, facts: Mapping[str, Any]) -> str:
    """How much of an objective's window is still to be observed; empty if nothing is."""
    window = check.window
    if window is None:
        return ""
    value = facts.get(window.fact)
    observed = select(value, window.path, keyed_facts(check.type)[window.fact]) if window.path else value
    if isinstance(observed, bool) or not isinstance(observed, (int, float)):
        return f"nothing tells how much of its window of {window.length} was observed"
    lacking = seconds(window.length) - observed
    return f"observed for {observed:g} s of its window of {window.length}" if lacking > 0 else ""


def _parameters(check: Check, type_: CheckType, scope: Scope) -> Any:
    try:
        return msgspec.convert(resolve(check.params, scope), type_.SCHEMA, dec_hook=_text)
    except msgspec.ValidationError as error:
        raise CouldNotLook(f"`{check.type}` with its variables filled in: {error}") from None


def _text(type_: type, value: Any) -> Any:
    """Text for which a reference stood."""
    if type_ is Text and isinstance(value, (str, int, float)):
        return Text(written(value))
    raise ValueError(f"Expected `str`, got `{type(value).__name__}`")


def _output(seen: _Look) -> str:
    """What programs printed, always; what servers said, only when it was wrong."""
    names = ("stdout", "stderr") if seen.verdict is Status.PASSED else ("stdout", "stderr", "body", "messages")
    text = "\n".join(str(seen.facts[name]).rstrip() for name in names if seen.facts.get(name))
    return shortened(text)


def shortened(text: str) -> str:
    """The start and the end of what was printed, with what was left out counted."""
    if len(text) <= MAX_SHOWN:
        return text
    half = MAX_SHOWN // 2
    return f"{text[:half]}\n… {len(text) - MAX_SHOWN} characters left out …\n{text[-half:]}"

"""`use: NAME` replaced by what the name stands for, as records: no text is pasted into text."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from proofbook.load.arguments import check_given, filled
from proofbook.load.convert import frozen
from proofbook.load.source import Found, Source, Sources
from proofbook.model.check import USE, Check, CheckFields
from proofbook.model.checklist import Checklist
from proofbook.model.course import Course
from proofbook.model.library import Body, Document
from proofbook.model.place import NodePath
from proofbook.model.reuse import Checks, NamedCheck, StepGroup
from proofbook.model.runbook import Action, Runbook, Stage, Step
from proofbook.model.walk import placed_checks
from proofbook.nearest import did_you_mean
from proofbook.variables import renamed, substitute


class Named(Struct, frozen=True):
    """Everything that can be used by name."""

    checks: Mapping[str, NamedCheck]
    groups: Mapping[str, StepGroup]


def wrong_uses(sources: Sources) -> Found:
    """Names that nothing has, and arguments that do not fit."""
    named = _named(sources)
    for source in sources.every:
        yield from _wrong_uses(sources, source, named)


def expand(sources: Sources) -> Sources:
    """The same documents with every `use:` replaced. Definitions and uses have been found right."""
    named = _named(sources)
    return dataclasses.replace(sources, every=tuple(_expanded(source, named) for source in sources.every))


def _named(sources: Sources) -> Named:
    documents = list(sources.library.all(Checks))
    checks = {name: one for document in documents for name, one in document.checks.items()}
    return Named(checks, {name: one for document in documents for name, one in document.groups.items()})


def _wrong_uses(sources: Sources, source: Source, named: Named) -> Found:
    for path, name, given in _check_uses(source):
        if name in named.checks or sources.lacks(name, ()):
            yield from _wrong(source, path, name, given, named.checks, "check")
    for path, stage in _stage_uses(source):
        if stage.use in named.groups or sources.lacks(stage.use or "", ()):
            yield from _wrong(source, path, stage.use or "", stage.with_, named.groups, "group of steps")


def _check_uses(source: Source) -> Iterator[tuple[NodePath, str, Mapping[str, Any]]]:
    placed = [(one.path, one.check) for one in placed_checks(source.document)]
    if isinstance(source.document.body, Checks):
        placed += source.document.body.group_checks()
    yield from ((path, check.params["name"], check.params["with"]) for path, check in placed if check.type == USE)


def _stage_uses(source: Source) -> Iterator[tuple[NodePath, Stage]]:
    body = source.document.body
    stages = body.stages or () if isinstance(body, Runbook) else ()
    yield from ((("stages", at), stage) for at, stage in enumerate(stages) if stage.use)


def _wrong(
    source: Source, path: NodePath, name: str, given: Mapping[str, Any], known: Mapping[str, Any], noun: str
) -> Found:
    if name in known:
        yield from check_given(source, path, "with", given, known[name].inputs, f"the {noun} `{name}`")
    else:
        advice = (
            did_you_mean(name, known)
            or f"define it in a document of `kind: checks`, under `{noun.split(maxsplit=1)[0]}s:`"
        )
        yield source.problem((*path, USE), f"no {noun} is named `{name}`", advice=advice, width=len(name))


def _expanded(source: Source, named: Named) -> Source:
    if USE not in source.parsed.text:
        return source
    body = source.document.body
    new: Body = body
    if isinstance(body, Runbook):
        new = _runbook(body, named)
    elif isinstance(body, Checklist):
        new = _checklist(body, named)
    elif isinstance(body, Course):
        new = replace(body, checks=_checks(body.checks, named))
    return (
        Source(source.parsed, Document(source.document.file, new, source.parsed.place)) if new is not body else source
    )


def _runbook(body: Runbook, named: Named) -> Runbook:
    stages = None if body.stages is None else tuple(_stage(stage, body.id, named) for stage in body.stages)
    steps = None if body.steps is None else _steps(body.steps, named)
    return replace(body, stages=stages, steps=steps, rollback=_steps(body.rollback, named))


def _checklist(body: Checklist, named: Named) -> Checklist:
    sections = []
    for section in body.sections:
        items = [replace(item, checks=item.checks and _checks(item.checks, named)) for item in section.items]
        sections.append(replace(section, items=tuple(items)))
    return replace(body, sections=tuple(sections))


def _stage(stage: Stage, document: str, named: Named) -> Stage:
    if stage.use is None:
        return replace(stage, steps=_steps(stage.steps, named))
    group = named.groups[stage.use]
    values = filled(stage.with_, group.inputs)
    own = {check.common.id for step in group.steps for check in step.verify if check.common.id}
    steps = tuple(_group_step(step, values, document, own) for step in group.steps)
    return replace(stage, steps=_steps(steps, named), use=None, with_={})


def _group_step(step: Step, values: Mapping[str, Any], document: str, own: set[str]) -> Step:
    """A step of a group, its arguments filled in; its checks are called after the document that uses it."""

    def named(id_: str) -> str:
        return f"{document}.{id_}" if id_ in own else id_

    def captured(reference: str) -> str:
        group, _, rest = reference.partition(".")
        check, _, name = rest.rpartition(".")
        return f"captures.{named(check)}.{name}" if group == "captures" else reference

    def verify(check: Check) -> Check:
        common = replace(
            check.common,
            id=named(check.common.id) if check.common.id else None,
            needs=tuple(named(one) for one in check.common.needs),
        )
        return _changed(check, common, lambda part: renamed(substitute(part, "inputs", values), captured))

    return replace(
        step,
        title=str(substitute(step.title, "inputs", values)),
        instructions=str(substitute(step.instructions, "inputs", values)),
        run=_action(step.run, values),
        undo=_action(step.undo, values),
        verify=tuple(verify(check) for check in step.verify),
    )


def _action(action: Action | None, values: Mapping[str, Any]) -> Action | None:
    if action is None:
        return None
    return replace(action, command=tuple(str(part) for part in substitute(action.command, "inputs", values)))


def _steps(steps: tuple[Step, ...], named: Named) -> tuple[Step, ...]:
    return tuple(replace(step, verify=_checks(step.verify, named)) for step in steps)


def _checks(checks: tuple[Check, ...], named: Named) -> tuple[Check, ...]:
    return tuple(_used(check, named) if check.type == USE else check for check in checks)


def _used(use: Check, named: Named) -> Check:
    """The named check with its arguments; what stands beside `use:` goes before what the name says."""
    definition = named.checks[use.params["name"]]
    values, check = filled(use.params["with"], definition.inputs), definition.check
    common = replace(check.common, **{name: getattr(use.common, name) for name in use.said})
    used = _changed(check, common, lambda part: substitute(part, "inputs", values))
    return Check(used.common, check.type, used.params, used.expect, said=check.said | use.said)


def _changed(check: Check, common: CheckFields, change: Callable[[Any], Any]) -> Check:
    """A check with everything changed that may hold references."""
    conditions = {
        key: replace(one, value=change(one.value), is_=change(one.is_))
        for key in ("when", "applies_when")
        if (one := getattr(common, key))
    }
    params, expect = frozen(change(check.params)), frozen(change(check.expect))
    return Check(replace(common, **conditions), check.type, params, expect, said=check.said)

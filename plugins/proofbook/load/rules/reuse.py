"""Named checks and groups: names are unique, a name uses no other name, arguments are declared."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from proofbook.load.arguments import check_input
from proofbook.load.rules.ids import twice
from proofbook.load.source import Found, Source, Sources, Where
from proofbook.model.check import USE
from proofbook.model.place import NodePath
from proofbook.model.reuse import Checks, NamedCheck, StepGroup
from proofbook.model.runbook import Runbook
from proofbook.nearest import did_you_mean
from proofbook.variables import references


def check_named(sources: Sources) -> Found:
    """Definitions in documents of `kind: checks`."""
    places: dict[str, list[Where]] = defaultdict(list)
    for source in sources.every:
        body = source.document.body
        if not isinstance(body, Checks):
            continue
        if not body.checks and not body.groups:
            yield source.problem((), f"`{body.id}` names nothing", expected="`checks:`, `groups:` or both")
        for name, check in body.checks.items():
            places[f"the check `{name}`"].append((source, ("checks", name)))
            yield from _check(source, name, check)
        for name, group in body.groups.items():
            places[f"the group `{name}`"].append((source, ("groups", name)))
            yield from _inputs(source, ("groups", name), group, [*group.steps])
    for what, where in places.items():
        yield from twice(what, where)


def _check(source: Source, name: str, one: NamedCheck) -> Found:
    path: NodePath = ("checks", name)
    check = one.check
    if check.type == USE:
        advice = "write the check out: a name stands for a check, not for another name"
        yield source.problem((*path, "check", USE), f"the named check `{name}` uses another", advice=advice, key=True)
    if check.common.id:
        advice = "remove it: a named check takes its id where it is used"
        yield source.problem((*path, "check", "id"), f"the named check `{name}` has an id", advice=advice, key=True)
    yield from _inputs(source, path, one, check.texts())


def _inputs(source: Source, path: NodePath, one: NamedCheck | StepGroup, uses: list[Any]) -> Found:
    for name, wanted in one.inputs.items():
        yield from check_input(source, (*path, "inputs"), name, wanted)
    for value in uses:
        for where, reference in _of_step(value):
            group, _, name = reference.partition(".")
            if group == "inputs" and name not in one.inputs:
                advice = did_you_mean(name, one.inputs) or "declare it under `inputs:`"
                message = f"nothing defines ${{{{ {reference} }}}} {where}".rstrip()
                place, width = source.parsed.spot(path, f"${{{{ {reference} }}}}") or source.parsed.whole(path)
                yield source.parsed.problem(place, message, advice=advice, width=width)


def _of_step(value: Any) -> list[tuple[str, str]]:
    """References with where they stand, in a step or in plain data."""
    if not hasattr(value, "instructions"):
        return [("", name) for _, name in references(value)]
    parts = [value.title, value.instructions, *(one.command for one in (value.run, value.undo) if one)]
    parts += [part for check in value.verify for part in check.texts()]
    return [(f"in the step `{value.id}`", name) for part in parts for _, name in references(part)]


def check_stages(sources: Sources) -> Found:
    """A stage has steps of its own or takes them over."""
    for source in sources.every:
        body = source.document.body
        for at, stage in enumerate(body.stages or ()) if isinstance(body, Runbook) else ():
            if bool(stage.steps) == bool(stage.use):
                advice = "keep one of them" if stage.use else "add `steps:`"
                message = f"the stage `{stage.id}` has either `steps` or `use`"
                yield source.problem(("stages", at), message, advice=advice)

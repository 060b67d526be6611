"""Runbooks and checklists make sense as a whole: stages or steps, items with a proof, inputs that fit."""

from __future__ import annotations

from typing import Any

from proofbook.load.source import Found, Source, Sources
from proofbook.matchers import show
from proofbook.matchers.textual import compiled
from proofbook.model.checklist import Checklist
from proofbook.model.place import NodePath
from proofbook.model.runbook import Drill, Input, Runbook
from proofbook.model.walk import placed_items
from proofbook.nearest import did_you_mean

_PYTHON: dict[str, tuple[type, ...]] = {"string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,)}


def check_procedure(sources: Sources) -> Found:
    """A runbook has stages or steps, and drills only if it does something."""
    for source in sources.every:
        body = source.document.body
        if not isinstance(body, Runbook):
            continue
        if (body.stages is None) == (body.steps is None):
            advice = "keep one of them" if body.stages else "add `steps:`"
            yield source.problem((), "a runbook has either `stages` or `steps`", advice=advice)
        elif body.drills and not body.acts():
            yield source.problem(
                ("drills",),
                "a drill of a runbook that changes nothing",
                key=True,
                advice="give a step a `run:`, or remove `drills:`; its checks run at every build",
            )


def check_items(sources: Sources) -> Found:
    """An item has at least one of checks, proof and attest."""
    for source in sources.every:
        body = source.document.body
        for path, item in placed_items(body) if isinstance(body, Checklist) else ():
            if not (item.checks or item.proof or item.attest):
                yield source.problem(
                    path,
                    f"nothing proves the item `{item.id}`",
                    expected="at least one of `checks`, `proof` and `attest`",
                )
            if item.proof and (item.proof.drill is None) == (item.proof.check is None):
                yield source.problem((*path, "proof"), "a proof is one drill or one check", key=True)


def check_inputs(sources: Sources) -> Found:
    """Inputs have defaults of their type, and drills fill every input with a value that fits."""
    for source in sources.every:
        body = source.document.body
        if not isinstance(body, Runbook):
            continue
        for name, wanted in body.inputs.items():
            yield from _definition(source, name, wanted)
        for index, drill in enumerate(body.drills):
            yield from _filled(source, body, drill, ("drills", index))


def _definition(source: Source, name: str, wanted: Input) -> Found:
    if wanted.pattern is not None and (fault := _pattern_fault(wanted.pattern)):
        path: NodePath = ("inputs", name, "pattern")
        yield source.problem(
            path, f"{wanted.pattern!r} is not a regular expression: {fault}", width=len(wanted.pattern)
        )
    elif wanted.default is not None and (fault := _unfit(wanted.default, wanted)):
        yield source.problem(("inputs", name, "default"), f"the default of `{name}` {fault}")


def _filled(source: Source, runbook: Runbook, drill: Drill, path: NodePath) -> Found:
    for name, value in drill.inputs.items():
        here: NodePath = (*path, "inputs", name)
        wanted = runbook.inputs.get(name)
        if wanted is None:
            hint = did_you_mean(name, runbook.inputs)
            yield source.problem(here, f"the runbook has no input `{name}`", advice=hint, key=True, width=len(name))
        elif not _pattern_fault(wanted.pattern or "") and (fault := _unfit(value, wanted)):
            yield source.problem(here, f"`{name}` {fault}", width=len(str(value)))
    for name, wanted in runbook.inputs.items():
        if name not in drill.inputs and wanted.default is None:
            yield source.problem(
                path,
                f"the drill `{drill.id}` does not fill the input `{name}`",
                advice=f"add `inputs: {{{name}: …}}` or give the input a default",
            )


def _unfit(value: Any, wanted: Input) -> str:
    """Why a value does not fit its input; empty if it does."""
    kinds = _PYTHON[wanted.type]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        return f"is {show(value)}, not a value of type {wanted.type}"
    if wanted.enum and value not in wanted.enum:
        return f"is {show(value)}, not one of {show(list(wanted.enum))}"
    if wanted.pattern is not None and compiled(wanted.pattern).fullmatch(str(value)) is None:
        return f"is {show(value)}, which does not match {wanted.pattern}"
    return ""


def _pattern_fault(pattern: str) -> str:
    try:
        compiled(pattern)
    except ValueError as error:
        return str(error)
    return ""

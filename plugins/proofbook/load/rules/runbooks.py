"""Runbooks and checklists make sense as a whole: stages or steps, items with a proof, inputs that fit."""

from __future__ import annotations

from proofbook.load.arguments import check_given, check_input
from proofbook.load.source import Found, Sources
from proofbook.model.checklist import Checklist
from proofbook.model.runbook import Runbook
from proofbook.model.walk import placed_items


def check_procedure(sources: Sources) -> Found:
    """A runbook has stages or steps."""
    for source in sources.every:
        body = source.document.body
        if not isinstance(body, Runbook):
            continue
        if (body.stages is None) == (body.steps is None):
            advice = "keep one of them" if body.stages else "add `steps:`"
            yield source.problem((), "a runbook has either `stages` or `steps`", advice=advice)


def check_drilled(sources: Sources) -> Found:
    """Only a runbook that does something is drilled."""
    for source in sources.every:
        body = source.document.body
        if isinstance(body, Runbook) and body.drills and not (body.acts() or any(stage.use for stage in body.parts())):
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
            yield from check_input(source, ("inputs",), name, wanted)
        for index, drill in enumerate(body.drills):
            yield from check_given(source, ("drills", index), "inputs", drill.inputs, body.inputs, "the runbook")

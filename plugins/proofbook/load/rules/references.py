"""What a document names must exist: owners, requirements, environments, drills, items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from proofbook.load.rules.unknown import unknown
from proofbook.load.source import Found, Source, Sources
from proofbook.model.attestations import Attestations
from proofbook.model.checklist import Checklist
from proofbook.model.course import Course
from proofbook.model.environment import Environment
from proofbook.model.objectives import Objectives
from proofbook.model.place import NodePath
from proofbook.model.requirements import Requirement, Requirements
from proofbook.model.runbook import Runbook
from proofbook.model.waivers import Waivers
from proofbook.model.walk import placed_items, placed_steps

Named = Iterator[tuple[NodePath, str]]


def check_owners(sources: Sources) -> Found:
    """Owners are those of the settings, where any are configured."""
    known = sources.settings.owners
    for source in sources.every if known else ():
        yield from unknown(
            sources, source, _owners(source), known, "owner", "add it to `owners:` in the plugin's settings"
        )


def _owners(source: Source) -> Named:
    body = source.document.body
    if body_owner := body.owner:
        yield ("owner",), body_owner
    if isinstance(body, Checklist):
        yield from (((*path, "owner"), item.owner) for path, item in placed_items(body) if item.owner)
    if isinstance(body, Waivers):
        yield from ((("waivers", at, "owner"), one.owner) for at, one in enumerate(body.waivers))
    for placed in source.checks:
        if placed.check.common.owner:
            yield (*placed.path, "owner"), placed.check.common.owner


def check_covers(sources: Sources) -> Found:
    """`covers` and `part_of` name requirements of this site, compared without case."""
    known = {requirement.id.casefold(): requirement.id for requirement in _requirements(sources)}
    names = [*known.values()]
    for source in sources.every:
        named = [(path, name) for path, name in _covers(source) if name.casefold() not in known]
        yield from unknown(
            sources, source, named, names, "requirement", "define it in a document of `kind: requirements`"
        )


def _requirements(sources: Sources) -> Iterator[Requirement]:
    for document in sources.library.all(Requirements):
        yield from document.requirements


def _covers(source: Source) -> Named:
    body = source.document.body
    if isinstance(body, (Runbook, Checklist, Objectives, Course)):
        yield from _each((), body.covers)
    if isinstance(body, Runbook):
        for path, step in placed_steps(body):
            yield from _each(path, step.covers)
        for index, drill in enumerate(body.drills):
            yield from _each(("drills", index), drill.covers)
    if isinstance(body, Checklist):
        for path, item in placed_items(body):
            yield from _each(path, item.covers)
    if isinstance(body, Requirements):
        parts = enumerate(body.requirements)
        yield from ((("requirements", at, "part_of"), r.part_of) for at, r in parts if r.part_of)
    for placed in source.checks:
        yield from _each(placed.path, placed.check.common.covers)


def _each(path: NodePath, names: tuple[str, ...]) -> Named:
    yield from (((*path, "covers", index), name) for index, name in enumerate(names))


def check_environments(sources: Sources) -> Found:
    """Drills name a disposable environment, and faults name its actions and the drill's steps."""
    environments = sources.library.environments()
    for source in sources.every:
        if isinstance(source.document.body, Runbook):
            yield from _drills(sources, source, source.document.body, environments)


def _drills(sources: Sources, source: Source, runbook: Runbook, environments: Mapping[str, Environment]) -> Found:
    steps = {step.id for _, step in placed_steps(runbook)}
    for at, drill in enumerate(runbook.drills):
        path: NodePath = ("drills", at, "environment")
        environment = environments.get(drill.environment)
        if environment is None:
            yield from unknown(sources, source, [(path, drill.environment)], environments, "environment")
            continue
        if not environment.disposable and sources.lacks(environment.id, ()):
            yield source.problem(
                path,
                f"the environment `{environment.id}` is not disposable",
                expected="an environment that says `disposable: true`",
                advice="drills change and destroy what they run against",
            )
        faults = [(("drills", at, "faults", index), fault) for index, fault in enumerate(drill.faults)]
        yield from unknown(
            sources, source, [((*p, "action"), f.action) for p, f in faults], environment.actions, "action"
        )
        yield from unknown(sources, source, [((*p, "before"), f.before) for p, f in faults], steps, "step")


def check_followed(sources: Sources) -> Found:
    """`runbook` of a check names a runbook."""
    known = {body.id for body in sources.library.all(Runbook)}
    for source in sources.every:
        common = [(placed.path, placed.check.common) for placed in source.checks]
        named = [((*path, "runbook"), one.runbook) for path, one in common if one.runbook]
        yield from unknown(sources, source, named, known, "runbook", "")


def check_proofs(sources: Sources) -> Found:
    """Items are proved by drills and checks that exist."""
    drills = {drill.id for runbook in sources.library.all(Runbook) for drill in runbook.drills}
    checks = {placed.id for source in sources.every for placed in source.checks}
    for source in sources.every:
        body = source.document.body
        items = [(p, i.proof) for p, i in placed_items(body) if i.proof] if isinstance(body, Checklist) else []
        items = [(path, proof) for path, proof in items if not (proof.drill and proof.check)]
        named = [((*p, "proof", "drill"), proof.drill) for p, proof in items if proof.drill]
        yield from unknown(sources, source, named, drills, "drill")
        named = [((*p, "proof", "check"), proof.check) for p, proof in items if proof.check]
        yield from unknown(sources, source, named, checks, "check")


def check_attested_items(sources: Sources) -> Found:
    """Attestations are of items that want one."""
    items = {item.id for checklist in sources.library.all(Checklist) for item in checklist.items() if item.attest}
    for source in sources.every:
        body = source.document.body
        if isinstance(body, Attestations):
            named = [(("attestations", at, "item"), a.item) for at, a in enumerate(body.attestations)]
            yield from unknown(sources, source, named, items, "item to attest", "give the item `attest:`")


def check_waived(sources: Sources) -> Found:
    """Waivers are of checks that exist, and signed for by known owners."""
    checks = {placed.id for source in sources.every for placed in source.checks}
    for source in sources.every:
        body = source.document.body
        if isinstance(body, Waivers):
            named = [(("waivers", at, "check"), one.check) for at, one in enumerate(body.waivers)]
            yield from unknown(sources, source, named, checks, "check", "remove the waiver: there is nothing to waive")

"""Every `${{ … }}` reference names something that is known where it is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from proofbook.load.rules.captures import values_of
from proofbook.load.source import Found, Source, Sources
from proofbook.model.environment import Environment
from proofbook.model.library import Library
from proofbook.model.place import NodePath
from proofbook.model.runbook import Action, Runbook
from proofbook.model.settings import Settings
from proofbook.model.walk import placed_steps
from proofbook.nearest import did_you_mean, listed
from proofbook.variables import NAME, references

Known = Mapping[str, set[str]]
Used = Iterator[tuple[NodePath, Any]]


def check_variables(sources: Sources) -> Found:
    """References in checks, actions and environments."""
    for source in sources.every:
        known = _known(source, sources.library, sources.settings)
        # Whether a check may use a captured value is said by the rule for those.
        checked = {path for placed in source.checks for path, _ in values_of(placed)}
        for path, value in _values(source):
            for inner, name in references(value):
                if not (name.startswith("captures.") and path in checked):
                    yield from _unknown(source, (*path, *inner), name, known)
        yield from _misplaced(source)


def _misplaced(source: Source) -> Found:
    """Secrets stand where they are sent from: what they pass through would be read as something public."""
    for path, value in _public(source):
        for inner, name in references(value):
            if name.startswith("secrets."):
                yield source.problem(
                    (*path, *inner),
                    f"${{{{ {name} }}}} has no place here",
                    expected="secrets in the parameters of a check, or in the command of an action",
                    advice="use it there; anything else is published or goes where no grant can follow",
                )


def _unknown(source: Source, path: NodePath, name: str, known: Known) -> Found:
    if not NAME.match(name):
        yield source.problem(path, f"${{{{ {name} }}}} is not a reference", expected="as in ${{ vars.name }}")
        return
    group, _, key = name.partition(".")
    if group not in known:
        hint = did_you_mean(group, known)
        yield source.problem(
            path, f"${{{{ {name} }}}}: there is no `{group}` here", advice=hint, expected=f"one of {listed(known)}"
        )
    elif key not in known[group]:
        hint = did_you_mean(key, known[group])
        yield source.problem(
            path,
            f"nothing defines ${{{{ {name} }}}}",
            advice=hint,
            expected=f"one of {listed(sorted(known[group]))}" if known[group] else "",
        )


def _known(source: Source, library: Library, settings: Settings) -> Known:
    """The names that mean something in a document, by group."""
    body = source.document.body
    known = {"vars": set(settings.vars), "secrets": set(settings.secrets)}
    if isinstance(body, Environment):
        return known | _of_environment(body)
    environments = library.environments()
    if isinstance(body, Runbook):
        known["inputs"] = set(body.inputs)
        used = [environments[drill.environment] for drill in body.drills]
        if used and body.acts():
            return known | _shared([_of_environment(environment) for environment in used])
    default = environments.get(settings.environment or "")
    return known | (_of_environment(default) if default else {"env": set(), "ports": set()})


def _of_environment(environment: Environment) -> dict[str, set[str]]:
    return {"env": {"id", "dir", "grade", *environment.vars}, "ports": set(environment.ports)}


def _shared(every: list[dict[str, set[str]]]) -> dict[str, set[str]]:
    """What all environments of a runbook's drills define."""
    return {group: set.intersection(*(one[group] for one in every)) for group in every[0]}


def _values(source: Source) -> Used:
    yield from _parameters(source)
    yield from _actions(source)
    yield from _public(source)


def _public(source: Source) -> Used:
    """What is published, or goes on to places that nobody grants."""
    body = source.document.body
    for placed in source.checks:
        yield (*placed.path, "expect"), placed.check.expect
    if isinstance(body, Runbook):
        yield from (((*path, "instructions"), step.instructions) for path, step in placed_steps(body))
    if isinstance(body, Environment):
        yield ("vars",), body.vars
        yield ("environ",), body.environ
        yield from ((("services", at, "command"), service.command) for at, service in enumerate(body.services))


def _parameters(source: Source) -> Used:
    yield from ((placed.params_path, placed.check.params) for placed in source.checks)


def _actions(source: Source) -> Used:
    body = source.document.body
    if isinstance(body, Runbook):
        for path, step in placed_steps(body):
            yield from _action((*path, "run"), step.run)
            yield from _action((*path, "undo"), step.undo)
    if isinstance(body, Environment):
        for name, action in body.actions.items():
            yield from _action(("actions", name, "run"), action.run)


def _action(path: NodePath, action: Action | None) -> Used:
    if action:
        yield (*path, "command"), action.command

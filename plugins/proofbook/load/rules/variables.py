"""Every `${{ … }}` reference names something that is known where it is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from proofbook.load.rules.captures import values_of
from proofbook.load.source import Found, Source, Sources
from proofbook.model.course import Course
from proofbook.model.environment import Environment
from proofbook.model.place import NodePath, Problem
from proofbook.model.reuse import Checks
from proofbook.model.runbook import Action, Runbook
from proofbook.model.walk import placed_steps
from proofbook.nearest import did_you_mean, listed
from proofbook.variables import NAME, REFERENCE, references

Known = Mapping[str, set[str]]
Used = Iterator[tuple[NodePath, Any]]


def check_variables(sources: Sources) -> Found:
    """References in checks, actions and environments; anywhere else they would be shown as they stand."""
    for source in sources.every:
        if not source.refers():
            continue
        known = _known(source, sources)
        filled = list(_values(source))
        # Whether a check may use a captured value is said by the rule for those.
        checked = {path for placed in source.checks for path, _ in values_of(placed)}
        for path, value in filled:
            for inner, name in references(value):
                if not (name.startswith("captures.") and path in checked):
                    yield from _unknown(sources, source, (*path, *inner), name, known)
        yield from _misplaced(source)
        yield from _loose(source, [path for path, _ in filled])


def _misplaced(source: Source) -> Found:
    """Secrets stand where they are sent from: what they pass through would be read as something public."""
    for path, value in _public(source):
        for inner, name in references(value):
            if name.startswith("secrets."):
                expected = "secrets in the parameters of a check, or in the command of an action"
                advice = "use it there; anything else is published or goes where no grant can follow"
                yield _at(source, (*path, *inner), name, "{} has no place here", expected, advice)


def _unknown(sources: Sources, source: Source, path: NodePath, name: str, known: Known) -> Found:
    group, _, key = name.partition(".")
    if not NAME.match(name):
        yield _at(source, path, name, "{} is not a reference", expected="as in ${{ vars.name }}")
    elif group not in known:
        hint = did_you_mean(group, known)
        yield _at(source, path, name, f"{{}}: there is no `{group}` here", f"one of {listed(known)}", hint)
    elif sources.lacks(key, known[group]):
        expected = f"one of {listed(sorted(known[group]))}" if known[group] else f"`{group}` holds nothing here"
        advice = did_you_mean(key, known[group]) or _DEFINE[group].format(key)
        yield _at(source, path, name, "nothing defines {}", expected, advice)


#: Where the names of each group are defined.
_DEFINE = {
    "vars": "define it under `vars:` in the plugin's settings",
    "secrets": "grant it: `secrets: {{{0}: {{hosts: […]}}}}` in the plugin's settings",
    "inputs": "declare it: `inputs: {{{0}: {{description: …}}}}`",
    "env": "define it under `vars:` of the environment that the settings, or the drill, name with `environment:`",
    "ports": "name it under `ports:` of the environment",
}


def _at(source: Source, path: NodePath, name: str, message: str, expected: str = "", advice: str = "") -> Problem:
    """A problem of a reference, marked inside its text."""
    spaced = (f"${{{{ {name} }}}}", f"${{{{{name}}}}}")
    place, width = next(
        (spot for spot in (source.parsed.spot(path, text) for text in spaced) if spot), source.parsed.whole(path)
    )
    return source.parsed.problem(place, message.format(spaced[0]), expected=expected, advice=advice, width=width)


def _loose(source: Source, filled: list[NodePath]) -> Found:
    """References that are broken off, or stand where nothing fills them in."""
    texts = _texts(source.parsed.data, ()) if "${{" in source.parsed.text else ()
    for path, text in texts:
        if "${{" in REFERENCE.sub("", text):
            message, advice = "`${{` begins a reference that does not end", "close it: ${{ … }}"
        elif _is_shown(source, path) and not any(path[: len(one)] == one for one in filled):
            message, advice = "a reference that nothing fills in", "references work in checks, actions and instructions"
        else:
            continue
        where = source.parsed.spot(path, "${{") or source.parsed.whole(path)
        yield source.parsed.problem(where[0], message, advice=advice, width=where[1])


#: Prose that is shown as it stands; only the steps of named groups have their titles filled in.
_SHOWN = {"title", "description", "remediation", "role"}


def _is_shown(source: Source, path: NodePath) -> bool:
    return path[-1] in _SHOWN and not isinstance(source.document.body, Checks)


def _texts(data: Any, path: NodePath) -> Iterator[tuple[NodePath, str]]:
    if isinstance(data, str) and "${{" in data:
        yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, (*path, index))


def _known(source: Source, sources: Sources) -> Known:
    """The names that mean something in a document, by group."""
    body = source.document.body
    known = {"vars": set(sources.settings.vars), "secrets": set(sources.settings.secrets)}
    if isinstance(body, Environment):
        return known | _of_environment(body)
    if isinstance(body, Course):  # its checks look at the machine, before any environment is there
        return known
    environments = sources.environments
    if isinstance(body, Runbook):
        known["inputs"] = set(body.inputs)
        used = [environments[drill.environment] for drill in body.drills if drill.environment in environments]
        if used and body.acts():
            return known | _shared([_of_environment(environment) for environment in used])
        if body.drills:
            return known | {"env": _Anything(), "ports": _Anything()}
    default = environments.get(sources.settings.environment or "")
    return known | (_of_environment(default) if default else {"env": set(), "ports": set()})


class _Anything(set[str]):
    """What an environment defines that is not there; that it is not there is said elsewhere."""

    def __contains__(self, _: object) -> bool:
        return True


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
        yield from (one for one in values_of(placed) if one[0] != placed.params_path)
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

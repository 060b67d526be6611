"""The plugin's entry in `mkdocs.yml`: where it stands, what is wrong with it, and how it may be misspelt."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from yaml import MappingNode, Node, SequenceNode

from proofbook.model.place import NodePath, Place, Problem
from proofbook.nearest import did_you_mean, listed, nearest
from proofbook.yaml_nodes import child
from proofbook.yaml_text import Parsed, parse_yaml

PLUGIN, PLUGINS = "proofbook", "plugins"


def value_of(root: Node | None, key: str) -> Node | None:
    """The value of a key at the top."""
    found = child(root, key) if isinstance(root, MappingNode) else None
    return found[1] if found else None


def entry_node(root: Node | None) -> Node | None:
    """The node of the plugin's settings: `plugins` may be a list or a map."""
    plugins = value_of(root, PLUGINS)
    if isinstance(plugins, SequenceNode):
        found = (value_of(entry, PLUGIN) for entry in plugins.value)
        return next((node for node in found if node is not None), None)
    return value_of(plugins, PLUGIN)


def settings_problem(config: Path, path: NodePath, message: str, **more: Any) -> Problem:
    """A problem of the setting at `path`; of the whole file where that says nothing of it.

    The settings may be in a file that this one inherits from.
    """
    parsed = parse_yaml(config.read_bytes(), config.name, entry_node) if config.is_file() else None
    if parsed and _says(parsed.data, path):
        return parsed.at(path, message, **more)
    return Problem(Place(config.name), message, **more)


def unknown_environment(config: Path, name: str, known: Collection[str]) -> Iterator[Problem]:
    """That a site's settings name an environment that it does not have, at its place.

    Nothing is said where this file does not name it: the command line may, or a file that it inherits from.
    """
    parsed = parse_yaml(config.read_bytes(), config.name, entry_node) if config.is_file() else None
    if parsed and isinstance(parsed.data, dict) and parsed.data.get("environment") == name:
        advice = did_you_mean(name, known) or "define it below the folder of runbooks, in a document of that kind"
        expected = f"one of {listed(sorted(known), 6)}"
        yield parsed.at(("environment",), f"there is no environment `{name}`", expected=expected, advice=advice)


def misspelt(data: bytes, file: str) -> Iterator[Problem]:
    """What would leave the settings without effect: the plugin, or the list of plugins, called almost as it is."""
    plugins = parse_yaml(data, file, lambda root: value_of(root, PLUGINS))
    if plugins.data is None:
        yield from _list_misspelt(parse_yaml(data, file, _almost_plugins))
    elif isinstance(plugins.data, (list, dict)):
        yield from _plugin_misspelt(plugins)


def _almost_plugins(root: Node | None) -> Node | None:
    """What stands at the top under names like that of the list of plugins, and nothing else of the file."""
    if not isinstance(root, MappingNode):
        return None
    pairs = [(key, value) for key, value in root.value if nearest(str(key.value), [PLUGINS])]
    return MappingNode(root.tag, pairs, root.start_mark, root.end_mark)


def _list_misspelt(parsed: Parsed) -> Iterator[Problem]:
    for name, plugins in (parsed.data or {}).items():
        if PLUGIN in {each for _, each in _named(plugins)}:
            yield parsed.at((name,), f"MkDocs has no `{name}`", key=True, advice=f"did you mean `{PLUGINS}`?")


def _plugin_misspelt(parsed: Parsed) -> Iterator[Problem]:
    named = list(_named(parsed.data))
    if PLUGIN not in {name for _, name in named}:
        for path, name in named:
            if nearest(name, [PLUGIN]):
                key = isinstance(path[-1], str)
                yield parsed.at(path, f"unknown plugin `{name}`", key=key, advice=f"did you mean `{PLUGIN}`?")


def _named(plugins: Any) -> Iterator[tuple[NodePath, str]]:
    """Every plugin with its place in a list or a map of them."""
    if isinstance(plugins, dict):
        yield from (((name,), str(name)) for name in plugins)
    for at, one in enumerate(plugins if isinstance(plugins, list) else ()):
        yield from (((at, key), str(key)) for key in one) if isinstance(one, dict) else [((at,), str(one))]


def _says(data: Any, path: NodePath) -> bool:
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return False
    return True

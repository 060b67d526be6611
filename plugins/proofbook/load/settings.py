"""The plugin's settings, read from `mkdocs.yml` by CLI and plugin alike, with positions."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from yaml import MappingNode, Node, SequenceNode

from proofbook.errors import InvalidInput, Usage
from proofbook.load.explain import explain
from proofbook.model.place import Problem
from proofbook.model.settings import Results, Settings
from proofbook.nearest import did_you_mean, listed, nearest
from proofbook.schema import settings_schema
from proofbook.yaml_text import Parsed, parse_yaml

PLUGIN = "proofbook"
CONFIG = "mkdocs.yml"


class Site(Struct, frozen=True):
    """A site: the folder its paths are relative to, and its settings."""

    root: Path
    settings: Settings
    #: What the command line has granted beside: permissions, secrets.
    grants: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    docs: str = "docs"
    url: str = ""
    directories: bool = True
    #: The file in `root` that its settings begin in.
    config: str = CONFIG

    def inputs_stamp(self) -> tuple[tuple[str, int, int], ...]:
        """Changes when a file does that decides what is checked: names, times and sizes."""
        folders = (self.root / self.settings.runbooks, self.root / "checks")
        files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
        stats = [(path, path.stat()) for path in (*files, *self.root.glob("mkdocs*.yml"))]
        return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats)


def read_site(config: Path) -> Site:
    """The site of an `mkdocs.yml`.

    Raises:
        Usage: there is no such file.
        InvalidInput: the plugin's settings in it are wrong.
    """
    if not config.is_file():
        raise Usage(f"there is no {config}; go to the folder of mkdocs.yml or name it with --config-file")
    settings = _settings(config, set())
    return Site(
        config.parent.resolve(),
        settings or Settings(),
        docs=str(_said(config, "docs_dir") or "docs"),
        url=str(_said(config, "site_url") or ""),
        directories=_said(config, "use_directory_urls") is not False,
        config=config.name,
    )


def site_of(config: Path) -> Site:
    """The site of an `mkdocs.yml`, narrowed by the environment variable PROOFBOOK_RESULTS=read.

    Raises:
        Usage: there is no such file, or the variable would do anything but narrow.
        InvalidInput: its settings are wrong.
    """
    site = read_site(config)
    wish = os.environ.get("PROOFBOOK_RESULTS", "")
    if wish not in {"", Results.READ}:
        raise Usage(f"PROOFBOOK_RESULTS={wish}: an environment variable can only narrow; it may be `read`")
    return replace(site, settings=replace(site.settings, results=Results.READ)) if wish else site


def inherited(data: bytes, name: str) -> str:
    """The file that a configuration inherits from, from its own folder; empty if from none."""
    return str(parse_yaml(data, name, lambda root: _child(root, "INHERIT")).data or "")


def docs_of(config: Path) -> tuple[Path, str]:
    """The folder of the site's own pages, and what the site is called."""
    return docs_folder(config), str(_said(config, "site_name") or config.parent.resolve().name)


def names_plugin(config: Path) -> bool:
    """Whether MkDocs is told to use the plugin, here or in the file inherited from; an empty entry will do."""
    plugins = _said(config, "plugins")
    listed_ = plugins if isinstance(plugins, list) else [plugins]
    return any(one == PLUGIN or (isinstance(one, dict) and PLUGIN in one) for one in listed_)


def _said(config: Path, key: str) -> object:
    """What `mkdocs.yml` says of something that is not ours, or the file it inherits from."""
    seen: set[Path] = set()
    while config.is_file() and config.resolve() not in seen:
        seen.add(config.resolve())
        data = config.read_bytes()
        found: object = parse_yaml(data, config.name, lambda root: _child(root, key)).data
        if found is not None:
            return found
        config = config.parent / inherited(data, config.name)
    return None


def _settings(config: Path, seen: set[Path]) -> Settings | None:
    """The settings in a file, or in the file it inherits from, as MkDocs reads them."""
    seen.add(config.resolve())
    data = config.read_bytes()
    parsed = parse_yaml(data, config.name, _plugin_node)
    if isinstance(parsed.data, dict) or parsed.problems:
        return _convert(parsed)
    near = parse_yaml(data, config.name, lambda root: _child(root, "plugins"))
    if isinstance(near.data, (list, dict)) and (problems := tuple(_misspelt(near))):
        raise InvalidInput(problems)
    parent = inherited(data, config.name)
    base = config.parent / parent if parent else None
    return _settings(base, seen) if base and base.is_file() and base.resolve() not in seen else None


def docs_folder(config: Path) -> Path:
    """The folder of the site's own pages. The file is parsed only where it may say so: every validation asks."""
    data = config.read_bytes() if config.is_file() else b""
    said = b"docs_dir" in data or b"INHERIT" in data
    return config.parent / str((_said(config, "docs_dir") if said else None) or "docs")


def unknown_environment(config: Path, name: str, known: Collection[str]) -> Iterator[Problem]:
    """That a site's settings name an environment that it does not have, at its place.

    Nothing is said where this file does not name it: the command line may, or a file that it inherits from.
    """
    parsed = parse_yaml(config.read_bytes(), config.name, _plugin_node) if config.is_file() else None
    if parsed and isinstance(parsed.data, dict) and parsed.data.get("environment") == name:
        advice = did_you_mean(name, known) or "define it below the folder of runbooks, in a document of that kind"
        expected = f"one of {listed(sorted(known), 6)}"
        yield parsed.at(("environment",), f"there is no environment `{name}`", expected=expected, advice=advice)


def _misspelt(parsed: Parsed) -> Iterator[Problem]:
    """A plugin that is called almost as ours: its settings would not count, and a run would go without them."""
    plugins = parsed.data
    entries = enumerate(plugins) if isinstance(plugins, list) else ((name, name) for name in plugins or ())
    named = [(at, key) for at, one in entries for key in (one if isinstance(one, dict) else [one])]
    if PLUGIN not in {name for _, name in named}:
        for at, name in named:
            if nearest(str(name), [PLUGIN]):
                path = (at, name) if isinstance(at, int) and isinstance(plugins[at], dict) else (at,)
                key = isinstance(path[-1], str)
                yield parsed.at(path, f"unknown plugin `{name}`", key=key, advice=f"did you mean `{PLUGIN}`?")


def _convert(parsed: Parsed) -> Settings:
    problems = [_about_env(problem) for problem in parsed.problems] or explain(parsed, settings_schema())
    if problems:
        raise InvalidInput(tuple(problems))
    return msgspec.convert(parsed.data, Settings)


def _about_env(problem: Problem) -> Problem:
    if "!ENV" not in problem.message:
        return problem
    return Problem(
        problem.place,
        "`!ENV` in Proofbook's settings",
        expected="a value written out",
        advice="permissions must be readable in the repository; PROOFBOOK_RESULTS=read can narrow them",
        excerpt=problem.excerpt,
    )


def _plugin_node(root: Node | None) -> Node | None:
    """The node of the plugin's settings: `plugins` may be a list or a map."""
    plugins = _child(root, "plugins")
    if isinstance(plugins, SequenceNode):
        found = (_child(entry, PLUGIN) for entry in plugins.value)
        return next((node for node in found if node is not None), None)
    return _child(plugins, PLUGIN)


def _child(node: Node | None, key: str) -> Node | None:
    if not isinstance(node, MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)

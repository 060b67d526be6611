"""The plugin's settings, read from `mkdocs.yml` by CLI and plugin alike, with positions."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from proofbook.errors import InvalidInput, Usage
from proofbook.load.entry import PLUGIN, PLUGINS, entry_node, misspelt, value_of
from proofbook.load.explain import explain
from proofbook.model.place import Problem
from proofbook.model.settings import Results, Settings
from proofbook.schema import settings_schema
from proofbook.yaml_text import Parsed, parse_yaml

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
    return str(parse_yaml(data, name, lambda root: value_of(root, "INHERIT")).data or "")


def docs_of(config: Path) -> tuple[Path, str]:
    """The folder of the site's own pages, and what the site is called."""
    return docs_folder(config), str(_said(config, "site_name") or config.parent.resolve().name)


def names_plugin(config: Path) -> bool:
    """Whether MkDocs is told to use the plugin, here or in the file inherited from; an empty entry will do."""
    plugins = _said(config, PLUGINS)
    listed_ = plugins if isinstance(plugins, list) else [plugins]
    return any(one == PLUGIN or (isinstance(one, dict) and PLUGIN in one) for one in listed_)


def _said(config: Path, key: str) -> object:
    """What `mkdocs.yml` says of something that is not ours, or the file it inherits from."""
    seen: set[Path] = set()
    while config.is_file() and config.resolve() not in seen:
        seen.add(config.resolve())
        data = config.read_bytes()
        found: object = parse_yaml(data, config.name, lambda root: value_of(root, key)).data
        if found is not None:
            return found
        config = config.parent / inherited(data, config.name)
    return None


def _settings(config: Path, seen: set[Path]) -> Settings | None:
    """The settings in a file, or in the file it inherits from, as MkDocs reads them."""
    seen.add(config.resolve())
    data = config.read_bytes()
    parsed = parse_yaml(data, config.name, entry_node)
    if isinstance(parsed.data, dict) or parsed.problems:
        return _convert(parsed)
    if problems := tuple(misspelt(data, config.name)):
        raise InvalidInput(problems)
    parent = inherited(data, config.name)
    base = config.parent / parent if parent else None
    return _settings(base, seen) if base and base.is_file() and base.resolve() not in seen else None


def docs_folder(config: Path) -> Path:
    """The folder of the site's own pages. The file is parsed only where it may say so: every validation asks."""
    data = config.read_bytes() if config.is_file() else b""
    said = b"docs_dir" in data or b"INHERIT" in data
    return config.parent / str((_said(config, "docs_dir") if said else None) or "docs")


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

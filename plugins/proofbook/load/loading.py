"""Load a folder of documents: every problem of every file at once, or a Library."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from proofbook.errors import InvalidInput
from proofbook.load.alerts import Known, known_alerts
from proofbook.load.entry import settings_problem, unknown_environment
from proofbook.load.finding import documents_below, each_once, named_documents, shown_name
from proofbook.load.links import dead_links
from proofbook.load.reading import FileRead, read_document
from proofbook.load.rules import check_rules
from proofbook.load.settings import CONFIG, Site
from proofbook.load.source import Sources
from proofbook.model.grade import Grade
from proofbook.model.library import Library
from proofbook.model.place import Problem
from proofbook.model.settings import Settings
from proofbook.uncollected import uncollected


class Loaded(Struct, frozen=True):
    """What a folder holds. With problems, `library` has the documents, or parts of them, that are right."""

    library: Library
    problems: tuple[Problem, ...]
    files: int


def load(root: Path, settings: Settings, named: tuple[Path, ...] = ()) -> Loaded:
    """Load every document below the site's folder of runbooks, and those named by hand. Nothing is executed.

    With names, problems and number are those of the named documents; rules see all of them.
    """
    folder = root / settings.runbooks
    if not folder.is_dir() and not named:
        return Loaded(Library(()), (_no_folder(root, settings),), 0)
    chosen = {os.path.realpath(path) for path in named_documents(named)}
    homes = (root.resolve(), folder.resolve())
    files = each_once([*documents_below(folder, homes), *named_documents(named)])
    asked = {path for path in files if chosen and os.path.realpath(path) in chosen}
    names = {path: shown_name(path, root) for path in files}
    wanted = {names[path] for path in (asked if named else files)}
    with uncollected():
        read = [read_document(path, name, () if path in asked else homes) for path, name in names.items()]
        return _checked(read, root, settings, wanted, known_alerts(root, settings))


def _checked(read: list[FileRead], root: Path, settings: Settings, wanted: set[str], alerts: Known) -> Loaded:
    """The rules asked, and of all problems those of the files that are wanted."""
    unsure = frozenset().union(*(one.names for one in read))
    hushed = frozenset().union(*(one.hushed for one in read))
    sources = Sources(tuple(one.source for one in read if one.source), settings, unsure, root, alerts)
    whole = not any(one.problems for one in read)
    sources, found = check_rules(sources, whole=whole)
    problems = {problem for one in read for problem in one.problems}
    problems |= {problem for problem in found if problem.place not in hushed}
    nowhere = tuple(_nowhere(sources))
    dead = dead_links(root, sources.library) if whole else ()
    kept = sorted(
        {*alerts.problems, *nowhere, *dead, *(problem for problem in problems if problem.place.file in wanted)}
    )
    return Loaded(sources.library, tuple(kept), len(wanted))


def _nowhere(sources: Sources) -> Iterator[Problem]:
    """The environment that the settings name is one of the site's, or the one that every site has."""
    name, known = sources.settings.environment, {Grade.LOCAL, *sources.environments}
    if name and sources.lacks(name, known):
        yield from unknown_environment(sources.root / CONFIG, name, known)


def read_library(site: Site) -> Library:
    """The site's documents.

    Raises:
        InvalidInput: with every problem of every file.
    """
    loaded = load(site.root, site.settings)
    if loaded.problems:
        raise InvalidInput(loaded.problems)
    return loaded.library


def _no_folder(root: Path, settings: Settings) -> Problem:
    expected, advice = "a folder of YAML documents", "create it, or name another one with `runbooks:` in the settings"
    message = f"there is no folder `{settings.runbooks}`"
    return settings_problem(root / CONFIG, ("runbooks",), message, expected=expected, advice=advice)

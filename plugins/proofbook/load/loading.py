"""Load a folder of documents: every problem of every file at once, or a Library."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from proofbook.errors import InvalidInput
from proofbook.load.convert import to_record
from proofbook.load.explain import explain
from proofbook.load.finding import documents_below, named_documents, shown_name
from proofbook.load.rules import check_rules
from proofbook.load.settings import Site
from proofbook.load.source import Source, Sources
from proofbook.model.library import Document, Library
from proofbook.model.place import Place, Problem
from proofbook.model.settings import Settings
from proofbook.nearest import did_you_mean, listed
from proofbook.schema import KIND_NAMES, document_schema
from proofbook.yaml_text import Parsed, parse_yaml


class Loaded(Struct, frozen=True):
    """What a folder holds. With problems, `library` has the documents that are right by themselves."""

    library: Library
    problems: tuple[Problem, ...]
    files: int


def load(root: Path, settings: Settings, named: tuple[Path, ...] = ()) -> Loaded:
    """Load every document below the site's folder of runbooks, and those named by hand. Nothing is executed.

    With names, problems and number are those of the named documents; rules see all of them.
    """
    folder = root / settings.runbooks
    if not folder.is_dir() and not named:
        return Loaded(Library(()), (_no_folder(settings),), 0)
    chosen = named_documents(named)
    files = sorted({*(path.resolve() for path in documents_below(folder)), *chosen})
    problems: list[Problem] = []
    with _uncollected():
        read = [_read(path, shown_name(path, root), problems) for path in files]
        everything = Sources(tuple(source for source in read if source), settings)
        everything, found = check_rules(everything, whole=not problems)
    problems += found
    return _narrowed(everything.library, problems, {shown_name(path, root) for path in chosen or files}, named)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection: loading makes few cycles and keeps nearly all, and looking for them costs more than it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # What was made goes to the oldest generation as it is, or the next allocation would look through it all.
        gc.freeze()
        gc.unfreeze()
        if was_on:
            gc.enable()


def read_library(site: Site) -> Library:
    """The site's documents.

    Raises:
        InvalidInput: with every problem of every file.
    """
    loaded = load(site.root, site.settings)
    if loaded.problems:
        raise InvalidInput(loaded.problems)
    return loaded.library


def _narrowed(library: Library, problems: list[Problem], files: set[str], named: tuple[Path, ...]) -> Loaded:
    kept = (one for one in set(problems) if not named or one.place.file in files)
    return Loaded(library, tuple(sorted(kept)), len(files))


def _no_folder(settings: Settings) -> Problem:
    return Problem(
        Place(settings.runbooks),
        "there is no such folder",
        expected="a folder of YAML documents",
        advice="create it, or name another one with `runbooks:` in the plugin's settings",
    )


def _read(path: Path, file: str, problems: list[Problem]) -> Source | None:
    """The source of one file; what is wrong with it goes to `problems`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = "it is a directory" if path.is_dir() else (error.strerror or str(error)).lower()
        problems.append(Problem(Place(file), f"cannot be read: {reason}", advice="rename it, or mend its permissions"))
        return None
    parsed = parse_yaml(data, file)
    found = parsed.problems or _wrong_kind(parsed) or explain(parsed, document_schema(parsed.data["kind"]))
    problems += found
    if found:
        return None
    return Source(parsed, Document(file, to_record(parsed.data), parsed.place))


def _wrong_kind(parsed: Parsed) -> list[Problem]:
    kinds = f"`kind:` with one of {listed(KIND_NAMES)}"
    if parsed.data is None:
        return [parsed.problem(Place(parsed.file, 1, 1), "the file is empty", expected="a document with " + kinds)]
    if not isinstance(parsed.data, dict):
        return [parsed.problem(parsed.place(()), "not a map of keys to values", expected="a document with " + kinds)]
    if "kind" not in parsed.data:
        return [parsed.problem(parsed.place(()), "the document does not say what it is", expected=kinds)]
    kind = parsed.data["kind"]
    if kind in KIND_NAMES:
        return []
    return [
        parsed.problem(
            parsed.place(("kind",)),
            f"unknown kind {kind!r}",
            width=len(str(kind)),
            expected=f"one of {listed(KIND_NAMES)}",
            advice=did_you_mean(str(kind), KIND_NAMES),
        )
    ]

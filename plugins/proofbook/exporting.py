"""A docs folder of plain Markdown and assets, that any generator builds: pages, proof and addresses included."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Collection, Iterator
from pathlib import Path

from proofbook.errors import Usage
from proofbook.model.place import Problem
from proofbook.pages import Pages, inventory, inventory_items, permanent
from proofbook.pages.embedding import expanded

#: Lists what an export wrote, so that the next one may remove it.
MANIFEST = ".proofbook-export.json"
_MARKDOWN = {".md", ".markdown"}


def export(made: Pages, docs: Path, out: Path, project: str, *, folders: bool = True) -> int:
    """Write everything to `out`, remove what an earlier export left there, and say how many files there are.

    `folders` says whether the generator makes `page/` or `page.html` of `page.md`.

    Raises:
        Usage: `out` holds files that no export wrote, or a page of the site has the name of a generated one.
    """
    before = _written(out)
    files = {**_own(made, docs, out, folders=folders), **_generated(made, project, docs, folders=folders)}
    # Said before anything is written: what breaks off may be gone on with.
    _note(out, before | files.keys())
    for uri, content in files.items():
        target = out / uri
        if not target.is_file() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    for uri in before - files.keys():
        _remove(out / uri, out)
    _note(out, files.keys())
    return len(files)


def _note(out: Path, files: Collection[str]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / MANIFEST).write_text(json.dumps(sorted(files), indent=0) + "\n", "utf-8")


def _remove(file: Path, out: Path) -> None:
    """A file, and the folders that are empty without it."""
    file.unlink(missing_ok=True)
    for folder in file.parents:
        if folder == out or not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()


def unknown_ids(made: Pages, docs: Path) -> tuple[Problem, ...]:
    """Every id that a page names and nothing has."""
    return tuple(
        problem
        for uri, path in _files(docs)
        if path.suffix in _MARKDOWN
        for problem in made.proofs.problems(path.read_text("utf-8"), f"{docs.name}/{uri}")
    )


def _written(out: Path) -> set[str]:
    manifest = out / MANIFEST
    if manifest.is_file():
        return set(json.loads(manifest.read_text()))
    if out.is_dir() and any(out.iterdir()):
        raise Usage(f"{out} holds files that no export wrote; name an empty folder, or empty this one yourself")
    return set()


def _files(docs: Path) -> Iterator[tuple[str, Path]]:
    """Every file of the docs folder, hidden ones left out."""
    for path in sorted(docs.rglob("*")):
        parts = path.relative_to(docs).parts
        if path.is_file() and not any(part.startswith(".") for part in parts):
            yield "/".join(parts), path


def _own(made: Pages, docs: Path, out: Path, *, folders: bool) -> dict[str, bytes]:
    """The site's own files; in pages, what was seen stands where an id was named."""
    files = {}
    for uri, path in _files(docs):
        if out.resolve() in path.resolve().parents:
            continue
        content = path.read_bytes()
        files[uri] = _page(made, content.decode(), uri, folders=folders) if path.suffix in _MARKDOWN else content
    return files


def _generated(made: Pages, project: str, docs: Path, *, folders: bool) -> dict[str, bytes]:
    def at(uri: str) -> str:
        return address(uri, folders=folders)

    entries = made.proofs.entries.values()
    files = {page.uri: _page(made, page.markdown, page.uri, folders=folders) for page in made.pages}
    files |= {**made.assets, **permanent(entries, at), "objects.inv": inventory(inventory_items(entries, at), project)}
    for uri in files:
        if (docs / uri).exists():
            raise Usage(f"proofbook generates {uri}, but there is such a file in {docs} already; rename one")
    return files


def _page(made: Pages, text: str, here: str, *, folders: bool) -> bytes:
    def link(uri: str, anchor: str) -> str:
        there = posixpath.relpath(address(uri, folders=folders) or ".", _folder(address(here, folders=folders)))
        end = "/" if folders else ""
        return f"{there}{end}#{anchor}" if anchor else f"{there}{end}"

    return expanded(text, made.proofs, link).encode()


def _folder(url: str) -> str:
    return (url if url.endswith("/") else posixpath.dirname(url)) or "."


def address(uri: str, *, folders: bool) -> str:
    """The address that a generator gives a page."""
    stem, suffix = posixpath.splitext(uri)
    if suffix not in _MARKDOWN:
        return uri
    if not folders:
        return f"{stem}.html"
    head, name = posixpath.split(stem)
    return (f"{head}/" if head else "") if name == "index" else f"{stem}/"

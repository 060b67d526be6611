"""Where links lead on this site: to its Markdown, to the pages made from its documents, or nowhere."""

from __future__ import annotations

import posixpath
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from proofbook.check_types.base import World
from proofbook.check_types.markdown import Outline, outline
from proofbook.model.addresses import OVERVIEWS, alert_page, page_of
from proofbook.model.runbook import Runbook

#: Pages that are called as their folder.
_INDEX = frozenset({"index", "readme", "_index"})
#: Results, schemas, badges: what is published beside pages.
_ASSETS = "proofbook/"
MAX_PAGE = 4 * 1024 * 1024


class Here:
    """This site, as links see it. `begins` are the ways in which its own addresses begin."""

    def __init__(self, world: World, begins: tuple[str, ...]) -> None:
        self._world = world
        self._docs = world.home.docs.strip("/")
        self._begins = tuple(one.rstrip("/") for one in begins if one)
        self._outlines: dict[str, Outline] = {}

    def owns(self, link: str) -> bool:
        """Whether an address is one of this site's, or no whole address at all."""
        return not urlsplit(link).netloc or self._within(link) is not None

    def leads(self, link: str) -> bool:
        """Whether there is something here: a page by its address, or a file of the project by its path."""
        path, _, fragment = link.partition("#")
        within = self._within(path)
        page = self.page(path if within is None else within)
        page = self._file(path) if page is None and within is None else page
        return page is not None and self._has(page, unquote(fragment))

    def page(self, address: str) -> str | None:
        """The source of the page at an address of this site; empty if it is made from a document."""
        wanted = _plain(unquote(address.partition("?")[0]))
        if wanted.startswith(_ASSETS):
            return ""
        found = self._pages.get(wanted)
        return found if found is not None else self._aliases.get(wanted)

    def outline(self, path: str) -> Outline:
        """A Markdown file of the project, taken apart."""
        if path not in self._outlines:
            self._outlines[path] = outline(self._world.read(path)[:MAX_PAGE].decode(errors="replace"))
        return self._outlines[path]

    def _within(self, link: str) -> str | None:
        """What follows the beginning of this site's addresses; None if it is none of them."""
        folded = link.casefold()
        for begin in self._begins:
            if folded == begin.casefold() or folded.startswith((f"{begin}/".casefold(), f"{begin}#".casefold())):
                return link[len(begin) :].partition("#")[0]
        return None

    def _file(self, path: str) -> str | None:
        """A file by its path from the project root or from the folder of the pages."""
        for one in (path.lstrip("/"), f"{self._docs}/{path.lstrip('/')}"):
            stat = self._world.stat(unquote(one)) if one and ".." not in one.split("/") else None
            if stat is not None and stat.type == "file":
                return unquote(one)
        return None

    def _has(self, page: str, fragment: str) -> bool:
        if not fragment or not page.endswith(".md"):
            return True
        return fragment.casefold() in {one.casefold() for one in self.outline(page).ids}

    @cached_property
    def _sources(self) -> tuple[str, ...]:
        return self._world.find(f"{self._docs}/**/*.md" if self._docs not in {"", "."} else "**/*.md")

    @cached_property
    def _pages(self) -> dict[str, str]:
        """Pages by their addresses. What stands in the folder of pages goes before what is made."""
        library = self._world.home.library
        made = [*OVERVIEWS, *(page_of(document.body) for document in library.documents)]
        made += [alert_page(name) for runbook in library.all(Runbook) for name in runbook.alerts]
        permanent = [f"r/{name}" for one in library.documents for name in (one.body.id, *_former(one.body))]
        found = dict.fromkeys(map(_plain, (*made, *permanent)), "")
        return found | {_plain(path.removeprefix(f"{self._docs}/")): path for path in self._sources}

    @cached_property
    def _aliases(self) -> dict[str, str]:
        """Former addresses of pages, as their front matter names them; looked up only for what leads nowhere."""
        found: dict[str, str] = {}
        for path in self._sources:
            said = self.outline(path).front_matter.get("aliases")
            for one in said if isinstance(said, list) else [said] if said else []:
                found.setdefault(_plain(str(one)), path)
        return found


def _former(body: object) -> tuple[str, ...]:
    return tuple(getattr(body, "aliases", ()))


def _plain(address: str) -> str:
    """An address without case, slashes around it, ending and the name of a folder's page."""
    path = PurePosixPath(posixpath.normpath(address.strip("/") or "."))
    path = path.with_suffix("") if path.suffix in {".md", ".html"} else path
    path = path.parent if path.name.casefold() in _INDEX else path
    return str(path).casefold()

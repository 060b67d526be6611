"""Where links lead on this site: to its Markdown, to the pages made from its documents, or nowhere."""

from __future__ import annotations

from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from proofbook.check_types.base import World
from proofbook.check_types.markdown import Outline, outline
from proofbook.model.addresses import OVERVIEWS, alert_page, page_of

#: Pages that are called as their folder.
_INDEX = frozenset({"index", "README"})
#: Results, schemas, badges: what is published beside pages.
_ASSETS = "proofbook/"
MAX_PAGE = 4 * 1024 * 1024


class Here:
    """This site, as links see it. `begins` are the ways in which its own addresses begin."""

    def __init__(self, world: World, begins: tuple[str, ...], *, ignore_case: bool = False) -> None:
        self._world = world
        self._docs = world.home.docs.strip("/")
        self._begins = tuple(one.rstrip("/") for one in begins if one)
        self._ignore_case = ignore_case
        self._outlines: dict[str, Outline] = {}

    def owns(self, link: str) -> bool:
        """Whether an address is one of this site's, or no whole address at all."""
        return not urlsplit(link).netloc or self._within(link) is not None

    def leads(self, link: str) -> bool:
        """Whether there is something here: a page by its address, or a file of the project by its path."""
        path, _, fragment = link.partition("#")
        within = self._within(path)
        page = self._page(path if within is None else within)
        page = self._file(path) if page is None and within is None else page
        return page is not None and self._has(page, unquote(fragment))

    def holds(self, path: str, fragment: str = "") -> bool:
        """Whether something lies at a path from the folder of pages, where links between sources lead."""
        if path in self._made or path.startswith(_ASSETS):
            return True
        found = self._stands(f"{self._docs}/{path}") if ".." not in path.split("/") else None
        return found is not None and self._has(found, unquote(fragment))

    def outline(self, path: str) -> Outline:
        """A Markdown file of the project, taken apart."""
        if path not in self._outlines:
            self._outlines[path] = outline(self._world.read(path)[:MAX_PAGE].decode(errors="replace"))
        return self._outlines[path]

    def _within(self, link: str) -> str | None:
        """What follows the beginning of this site's addresses; None if it is none of them.

        Scheme and host have no case (RFC 3986, 6.2.2.1); nor has, then, what stands before the site's first page.
        """
        folded = link.casefold()
        for begin in self._begins:
            if folded == begin.casefold() or folded.startswith((f"{begin}/".casefold(), f"{begin}#".casefold())):
                return link[len(begin) :].partition("#")[0]
        return None

    def _page(self, address: str) -> str | None:
        """The source of the page at an address of this site; empty if it is made from a document."""
        wanted = unquote(address.partition("?")[0]).strip("/")
        if wanted.startswith(_ASSETS):
            return ""
        wanted = "" if wanted == "index.html" else wanted.removesuffix("/index.html")
        wanted = wanted if self._world.home.directories else wanted.removesuffix(".html")
        return self._pages.get(self._folded(wanted))

    def _file(self, path: str) -> str | None:
        """A file by its path from the project root or from the folder of the pages."""
        path = unquote(path).lstrip("/")
        if not path or ".." in path.split("/"):
            return None
        return self._stands(path) or self._stands(f"{self._docs}/{path}")

    def _stands(self, path: str) -> str | None:
        stat = self._world.stat(path)
        return path if stat is not None and stat.type == "file" else None

    def _has(self, page: str, fragment: str) -> bool:
        return not fragment or not page.endswith(".md") or fragment in self.outline(page).ids

    @cached_property
    def _made(self) -> frozenset[str]:
        """Paths of the pages that are made, as if they lay in the folder of pages."""
        library = self._world.home.library
        pages = (*map(page_of, (one.body for one in library.documents)), *map(alert_page, library.alerts()))
        return frozenset((*OVERVIEWS, *pages))

    @cached_property
    def _pages(self) -> dict[str, str]:
        """Pages by their addresses. What stands in the folder of pages goes before what is made."""
        bodies = [one.body for one in self._world.home.library.documents]
        permanent = [f"r/{name}.md" for body in bodies for name in (body.id, *getattr(body, "aliases", ()))]
        sources = self._world.find(f"{self._docs}/**/*.md" if self._docs not in {"", "."} else "**/*.md")
        found = {self._folded(_address(path)): "" for path in (*self._made, *permanent)}
        return found | {self._folded(_address(path.removeprefix(f"{self._docs}/"))): path for path in sources}

    def _folded(self, address: str) -> str:
        return address.casefold() if self._ignore_case else address


def _address(source: str) -> str:
    """The address of a page without the slash after it; pages of a folder are called as it is."""
    path = PurePosixPath(source).with_suffix("")
    path = path.parent if path.name in _INDEX else path
    return "" if str(path) == "." else str(path)

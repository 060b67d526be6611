"""A file of the site while it is being loaded: its text's nodes beside its record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from proofbook.load.alerts import NOTHING_KNOWN, Known
from proofbook.model.check import USE
from proofbook.model.environment import Environment
from proofbook.model.library import Document, Library
from proofbook.model.place import NodePath, Place, Problem
from proofbook.model.reuse import Checks
from proofbook.model.settings import Settings
from proofbook.model.walk import Placed, placed_checks
from proofbook.yaml_text import Parsed


@dataclass(frozen=True)
class Source:
    """A document and the text it came from."""

    parsed: Parsed
    document: Document

    def problem(self, path: NodePath, message: str, *, key: bool = False, **more: Any) -> Problem:
        """A problem of the node at `path`, or of its key, marked as far as it stands on one line."""
        return self.parsed.at(path, message, key=key, **more)

    def refers(self) -> bool:
        """Whether it holds any `${{ … }}`; what it uses by name may."""
        return "${{" in self.parsed.text or USE in self.parsed.text

    @cached_property
    def checks(self) -> tuple[Placed, ...]:
        """Every check of the document."""
        return tuple(placed_checks(self.document))

    @cached_property
    def written_checks(self) -> tuple[Placed, ...]:
        """Every check that is written out in the document: named ones and those of groups too, no `use:`."""
        return tuple(self._written_checks())

    def _written_checks(self) -> Iterator[Placed]:
        document, body = self.document, self.document.body
        yield from (placed for placed in self.checks if placed.check.type != USE)
        if isinstance(body, Checks):
            named = [((("checks", name, "check")), one.check) for name, one in body.checks.items()]
            for path, check in (*named, *body.group_checks()):
                if check.type != USE:
                    yield Placed(body.id, check, document, path, body.id, body.title)


@dataclass(frozen=True)
class Sources:
    """Everything that rules across files look at."""

    every: tuple[Source, ...]
    settings: Settings
    #: Names that files define, or may, which are too broken to be asked.
    unsure: frozenset[str] = frozenset()
    #: The site's folder.
    root: Path = Path()
    alerts: Known = NOTHING_KNOWN

    @cached_property
    def library(self) -> Library:
        """The documents alone."""
        return Library(tuple(source.document for source in self.every))

    @cached_property
    def environments(self) -> Mapping[str, Environment]:
        """Environments by id."""
        return self.library.environments()

    def lacks(self, name: str, known: Collection[str]) -> bool:
        """Whether nothing defines a name: neither what is known nor, perhaps, a broken file."""
        if name in known or name in self.unsure:
            return False
        return not self.unsure or not all(part in self.unsure for part in name.replace(".", "/").split("/"))


Found = Iterator[Problem]
Where = tuple[Source, NodePath]


def place_of(where: Where) -> Place:
    """Where a node stands."""
    return where[0].parsed.place(where[1])

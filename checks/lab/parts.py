"""What one application is made of, put together in one place."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Protocol

from checks.lab.abuse import Protection
from checks.lab.access import Keys
from checks.lab.auditing import AuditLog
from checks.lab.cache import Cache
from checks.lab.citations import CitationIndex
from checks.lab.database import Database
from checks.lab.metrics import Metrics
from checks.lab.papers import Papers
from checks.lab.projects import Projects
from checks.lab.tracking import Tracking
from checks.lab.usage import Usage


class Caching(Protocol):
    """What keeps answers: the cache in memory, or the one that all instances share."""

    counts: dict[str, int]

    def get(self, key: Hashable, make: Callable[[], Any], *, bypass: bool = False) -> tuple[Any, str]:
        """The entry, made where there is none or `bypass` says so; and which of the three it was."""

    def clear(self) -> None:
        """Forget everything."""


@dataclass(slots=True)
class Parts:
    """The parts; those that keep something share the database."""

    database: Database
    citations: CitationIndex
    metrics: Metrics
    protection: Protection = field(default_factory=Protection)
    cache: Caching = field(default_factory=Cache)
    papers: Papers = field(init=False)
    projects: Projects = field(init=False)
    keys: Keys = field(init=False)
    audit: AuditLog = field(init=False)
    usage: Usage = field(init=False)
    tracking: Tracking = field(init=False)

    def __post_init__(self) -> None:
        self.papers = Papers(self.database)
        self.projects = Projects(self.database)
        self.keys = Keys(self.database)
        self.audit = AuditLog(self.database)
        self.usage = Usage(self.database)
        self.tracking = Tracking(self.database)
        self.database.observe = self.metrics.queried

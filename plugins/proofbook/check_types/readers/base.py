"""What a reader of reports is: one module a format, named in one of two tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from proofbook.check_types.base import Fact

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Counts = dict[str, Any]

#: From worst to mildest, as security tools write them; `unknown` is what they say of the rest.
SEVERITIES = ("critical", "high", "medium", "low", "unknown")


class Reader(Protocol):
    """A module that reads one format.

    `NAME` is the format's, `WORDS` what people call such a report, `EXPECTED` how one is told, `FACTS` what is read.
    """

    @property
    def NAME(self) -> str: ...  # noqa: D102, N802

    @property
    def WORDS(self) -> str: ...  # noqa: D102, N802

    @property
    def EXPECTED(self) -> str: ...  # noqa: D102, N802

    @property
    def FACTS(self) -> Mapping[str, Fact]: ...  # noqa: D102, N802


class XmlReader(Reader, Protocol):
    """Reads the elements that `WHOLE` names with all they hold, and of all others their attributes."""

    @property
    def WHOLE(self) -> frozenset[str]: ...  # noqa: D102, N802

    def recognises(self, root: Element) -> bool:
        """Whether this is the root of such a report."""
        ...

    def count(self, elements: Iterable[Element]) -> Counts:
        """The facts of a report, from its elements in the order they stand."""
        ...


class JsonReader(Reader, Protocol):
    """Reads what fits the record `SHAPE`; fields it does not name are never built."""

    @property
    def SHAPE(self) -> Any: ...  # noqa: D102, N802

    def recognises(self, top: Mapping[str, msgspec.Raw]) -> bool:
        """Whether these are the outermost keys of such a report."""
        ...

    def count(self, report: Any) -> Counts:
        """The facts of a report.

        Raises:
            ValueError: it contradicts its own format.
        """
        ...


def percent(part: int, whole: int) -> dict[str, float]:
    """Of nothing there is no percentage; the fact is then absent, and no expectation of it holds."""
    return {"percent": round(100 * part / whole, 2)} if whole else {}


def by_severity(severities: Iterable[str]) -> dict[str, int]:
    """How many there are of each severity, with a nought for those that do not occur."""
    found = dict.fromkeys(SEVERITIES, 0)
    for severity in severities:
        name = severity.casefold()
        found[name if name in found else "unknown"] += 1
    return found

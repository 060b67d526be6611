"""What bills of materials in CycloneDX (ECMA-424) have in common, and those in JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec
from msgspec import Struct

from proofbook.check_types.base import Fact
from proofbook.check_types.readers.base import SEVERITIES, Counts, by_severity

NAME = "cyclonedx"
WORDS = "a CycloneDX bill of materials"
EXPECTED = 'its outermost keys would be bomFormat ("CycloneDX") and specVersion, or its root <bom> of cyclonedx.org'
FACTS = {
    "spec_version": Fact("the version of CycloneDX, as in `1.6`", "string"),
    "components": Fact("components, outermost ones", "integer"),
    "components_within": Fact("components inside of other components", "integer"),
    "unversioned": Fact("names of components, at any depth, that state no version", "list"),
    "unlicensed": Fact("names of components, at any depth, that state no licence", "list"),
    "vulnerabilities": Fact("vulnerabilities that are listed", "integer"),
    "open_vulnerabilities": Fact(
        "those whose analysis does not say resolved, false positive or not affected", "integer"
    ),
    "severities": Fact(
        "open vulnerabilities by their worst rating: `critical`, `high`, `medium`, `low`, `unknown`",
        "object",
        select="name",
    ),
    "vulnerability_ids": Fact("names of the open vulnerabilities, each once", "list"),
}
_CLOSED = frozenset({"resolved", "resolved_with_pedigree", "false_positive", "not_affected"})


class Part(NamedTuple):
    """A component."""

    name: str
    outermost: bool
    versioned: bool
    licensed: bool


class Weakness(NamedTuple):
    """A vulnerability, with what its analysis says and all its ratings."""

    id: str
    state: str
    ratings: tuple[str, ...]


def counted(spec_version: str, parts: Iterable[Part], weaknesses: Iterable[Weakness]) -> Counts:
    """The facts of a bill of materials."""
    parts, weaknesses = list(parts), list(weaknesses)
    still = [one for one in weaknesses if one.state not in _CLOSED]
    return {
        "spec_version": spec_version,
        "components": sum(part.outermost for part in parts),
        "components_within": sum(not part.outermost for part in parts),
        "unversioned": sorted(part.name for part in parts if not part.versioned),
        "unlicensed": sorted(part.name for part in parts if not part.licensed),
        "vulnerabilities": len(weaknesses),
        "open_vulnerabilities": len(still),
        "severities": by_severity(map(_worst, still)),
        "vulnerability_ids": sorted({one.id for one in still}),
    }


def _worst(weakness: Weakness) -> str:
    return next((severity for severity in SEVERITIES if severity in weakness.ratings), "unknown")


class _Component(Struct, frozen=True):
    name: str
    version: str | None = None
    licenses: list[msgspec.Raw] | None = None
    components: list[_Component] | None = None


class _Rating(Struct, frozen=True):
    severity: str = "unknown"


class _Analysis(Struct, frozen=True):
    state: str = ""


class _Vulnerability(Struct, frozen=True):
    id: str = "(no id)"
    analysis: _Analysis = _Analysis()
    ratings: list[_Rating] | None = None


class SHAPE(Struct, frozen=True, rename="camel"):
    """What is read of a bill of materials in JSON."""

    bom_format: str
    spec_version: str
    components: list[_Component] | None = None
    vulnerabilities: list[_Vulnerability] | None = None


def recognises(top: Mapping[str, msgspec.Raw]) -> bool:
    """Whether these are the outermost keys of such a bill."""
    return {"bomFormat", "specVersion"} <= top.keys()


def count(bill: SHAPE) -> Counts:
    """Components at any depth, and vulnerabilities."""
    parts, left = [], [(one, True) for one in bill.components or ()]
    while left:
        one, outermost = left.pop()
        parts.append(Part(one.name, outermost, bool(one.version), bool(one.licenses)))
        left += [(inner, False) for inner in one.components or ()]
    return counted(bill.spec_version, parts, map(_weakness, bill.vulnerabilities or ()))


def _weakness(one: _Vulnerability) -> Weakness:
    return Weakness(one.id, one.analysis.state, tuple(rating.severity for rating in one.ratings or ()))

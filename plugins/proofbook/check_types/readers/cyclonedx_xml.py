"""Bills of materials in CycloneDX's XML, of any version: its number stands in the namespace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from proofbook.check_types.readers.base import Counts
from proofbook.check_types.readers.cyclonedx import EXPECTED, FACTS, NAME, WORDS, Part, Weakness, counted

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["EXPECTED", "FACTS", "NAME", "WHOLE", "WORDS", "count", "recognises"]

NAMESPACE = "http://cyclonedx.org/schema/bom/"
VERSIONS = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
WHOLE = frozenset(
    f"{{{NAMESPACE}{version}}}{tag}" for version in VERSIONS for tag in ("metadata", "component", "vulnerability")
)


def recognises(root: Element) -> bool:
    """Whether this is the root of such a bill, of a version there is."""
    return root.tag in {f"{{{NAMESPACE}{version}}}bom" for version in VERSIONS}


def count(elements: Iterable[Element]) -> Counts:
    """Components at any depth, and vulnerabilities. The product itself, in `metadata`, is not one of its components."""
    every = iter(elements)
    namespace = next(every).tag.removesuffix("bom")
    parts: list[Part] = []
    weaknesses: list[Weakness] = []
    for element in every:
        if element.tag == f"{namespace}component":
            parts += _parts(element, namespace)
        elif element.tag == f"{namespace}vulnerability":
            weaknesses.append(_weakness(element, namespace))
    return counted(namespace.strip("{}").removeprefix(NAMESPACE), parts, weaknesses)


def _parts(outermost: Element, namespace: str) -> Iterator[Part]:
    for one in outermost.iter(f"{namespace}component"):
        licences = one.find(f"{namespace}licenses")
        yield Part(
            name=one.findtext(f"{namespace}name", ""),
            outermost=one is outermost,
            versioned=bool(one.findtext(f"{namespace}version")),
            licensed=licences is not None and len(licences) > 0,
        )


def _weakness(element: Element, namespace: str) -> Weakness:
    ratings = element.iterfind(f"{namespace}ratings/{namespace}rating/{namespace}severity")
    return Weakness(
        id=element.findtext(f"{namespace}id", "(no id)"),
        state=element.findtext(f"{namespace}analysis/{namespace}state", ""),
        ratings=tuple(rating.text or "" for rating in ratings),
    )

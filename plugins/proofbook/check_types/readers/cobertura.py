"""Cobertura XML. Lines are counted; `line-rate` and `lines-valid` are not believed.

Totals in real files disagree with the lines below them, and a rate may even be over 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from proofbook.check_types.readers.base import Counts
from proofbook.check_types.readers.coverage import FACTS, covered

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAME = "cobertura"
WORDS = "a Cobertura report"
EXPECTED = "its root would be <coverage> with the attribute line-rate"
WHOLE = frozenset({"class"})

__all__ = ["EXPECTED", "FACTS", "NAME", "WHOLE", "WORDS", "count", "recognises"]

_CONDITIONS = re.compile(r"\((\d{1,9})/(\d{1,9})\)")


def recognises(root: Element) -> bool:
    """Whether this is the root of such a report; Clover's and SonarQube's is also called coverage."""
    return root.tag == "coverage" and "line-rate" in root.attrib


def count(elements: Iterable[Element]) -> Counts:
    """Lines of classes and the conditions on them; what methods repeat of them is left out."""
    files: set[str] = set()
    lines = hit = branches = taken = 0
    for one in (element for element in elements if element.tag == "class"):
        files.add(one.get("filename") or one.get("name") or "")
        for line in one.iterfind("lines/line"):
            lines += 1
            hit += _hit(line)
            some, every = _conditions(line)
            taken, branches = taken + some, branches + every
    return covered(files=len(files), lines=(hit, lines), branches=(taken, branches))


def _hit(line: Element) -> bool:
    hits = line.get("hits", "").strip()
    return hits.isdecimal() and hits.strip("0") != ""


def _conditions(line: Element) -> tuple[int, int]:
    found = _CONDITIONS.search(line.get("condition-coverage", ""))
    taken, every = (int(found[1]), int(found[2])) if found else (0, 0)
    return min(taken, every), every

"""XML from strangers: no entities, no external documents, a bounded size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_BYTES = 64 * 1024 * 1024
XINCLUDE = "{http://www.w3.org/2001/XInclude}include"


def parse_xml(data: bytes, path: str) -> Element:
    """The root element.

    Raises:
        ValueError: it is no XML, too large, includes other documents, or uses entities (CVE-2003-1564 and its kin).
    """
    if len(data) > MAX_BYTES:
        raise ValueError(f"{path} has {len(data)} bytes; at most {MAX_BYTES} are read")
    try:
        root: Element = fromstring(data, forbid_dtd=False)
    except DefusedXmlException as error:
        raise ValueError(f"{path} is refused: {type(error).__name__}: reports need no entities") from None
    except (SyntaxError, ValueError, LookupError) as error:
        raise ValueError(f"{path} is not well-formed XML: {error}") from None
    if next(root.iter(XINCLUDE), None) is not None:
        raise ValueError(f"{path} is refused: it includes other documents, and what they hold would not be counted")
    return root

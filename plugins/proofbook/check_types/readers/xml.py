"""XML from strangers, read as a stream: no entities, no external documents, bounded parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

MAX_BYTES = 64 * 1024 * 1024
MAX_ELEMENTS = 1_000_000
#: Open elements cost memory until they end.
MAX_DEPTH = 200_000
#: Elements that one test case, class or component may hold.
MAX_WITHIN = 50_000
#: Bytes without a beginning, an end or text: a tag or comment longer than anyone writes.
MAX_SILENCE = 1024 * 1024
#: Characters kept of an element's text; logs are not evidence here.
MAX_TEXT = 2_000
CHUNK = 64 * 1024
XINCLUDE = "{http://www.w3.org/2001/XInclude}include"


class _Stream:
    """Collects finished elements: those in `whole` with all they hold, others as they begin."""

    def __init__(self, whole: frozenset[str]) -> None:
        self.done: list[Element] = []
        self.events = 0
        self._whole = whole
        self._open: list[Element] = []
        self._elements = self._within = self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.events += 1
        self._elements += 1
        self._depth += 1
        if self._elements > MAX_ELEMENTS:
            raise _Refused(f"it has more than {MAX_ELEMENTS} elements")
        if self._depth > MAX_DEPTH:
            raise _Refused(f"nested deeper than {MAX_DEPTH} elements")
        if tag == XINCLUDE:
            raise _Refused("it includes other documents, and what they hold would not be counted")
        element = Element(tag, attributes)
        if self._open:
            self._within += 1
            if self._within > MAX_WITHIN:
                raise _Refused(f"one <{self._open[0].tag}> holds more than {MAX_WITHIN} elements")
            self._open[-1].append(element)
        if self._open or tag in self._whole:
            self._open.append(element)
        else:
            self.done.append(element)

    def end(self, _tag: str) -> None:
        """An element ends."""
        self.events += 1
        self._depth -= 1
        if self._open:
            element = self._open.pop()
            if not self._open:
                self._within = 0
                self.done.append(element)

    def data(self, text: str) -> None:
        """Text, line by line."""
        self.events += 1
        if self._open and not len(self._open[-1]):
            before = self._open[-1].text or ""
            self._open[-1].text = before + text[: MAX_TEXT - len(before)]

    def close(self) -> None:
        """The document ends."""

    def drained(self) -> list[Element]:
        """What was finished since this was last asked."""
        done, self.done = self.done, []
        return done


class _Refused(Exception):
    """The words of the refusal."""


def elements(data: bytes, path: str, whole: frozenset[str] = frozenset()) -> Iterator[Element]:
    """Every element as it is read, the root first unless it is itself `whole`.

    Raises:
        ValueError: it is no XML, too large, includes other documents, or uses entities (CVE-2003-1564 and its kin).
    """
    if len(data) > MAX_BYTES:
        raise ValueError(f"{path} has {len(data)} bytes; at most {MAX_BYTES} are read")
    try:
        yield from _parsed(data, _Stream(whole))
    except DefusedXmlException as error:
        raise ValueError(f"{path} is refused: {type(error).__name__}: reports need no entities") from None
    except _Refused as error:
        raise ValueError(f"{path} is refused: {error}") from None
    except (SyntaxError, ValueError, LookupError) as error:
        raise ValueError(f"{path} is not well-formed XML: {error}") from None


def _parsed(data: bytes, stream: _Stream) -> Iterator[Element]:
    # Cobertura's reports name a DTD by its address, which nothing here would fetch.
    parser: Any = DefusedXMLParser(target=stream, forbid_dtd=False, forbid_entities=True, forbid_external=False)
    silent, events = 0, 0
    for at in range(0, len(data), CHUNK):
        parser.feed(data[at : at + CHUNK])
        silent = 0 if stream.events > events else silent + CHUNK
        events = stream.events
        if silent > MAX_SILENCE:
            raise _Refused(f"a tag or comment of more than {MAX_SILENCE} bytes")
        yield from stream.drained()
    parser.close()
    yield from stream.drained()

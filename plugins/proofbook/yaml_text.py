"""YAML text to data, read as YAML 1.2 does, with the position of every node.

PyYAML with libyaml composes the nodes; what scalars mean is decided here, since PyYAML reads
YAML 1.1 (`no` is false, `0644` is 420, `12:30` is 750) and lets duplicate keys pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, final

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs leave it out
from yaml.resolver import BaseResolver

from proofbook.model.place import NodePath, Place, Problem
from proofbook.yaml_depth import MAX_DEPTH, TooDeep, refuse_depth
from proofbook.yaml_scalars import WrongScalar, scalar

MAX_BYTES = 1024 * 1024
MAX_NODES = 100_000
PLAIN, QUOTED = "plain", "quoted"


class _Composer(CParser, BaseResolver):
    """libyaml's composer; `resolve` only tells plain scalars from quoted ones and explicit tags."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        BaseResolver.__init__(self)

    def resolve(self, kind: type, _value: Any, implicit: Any) -> str:
        if kind is ScalarNode:
            return PLAIN if implicit[0] else QUOTED
        return ""


@final
class Parsed:
    """One YAML document: its data, its problems, and where each node stands."""

    __slots__ = ("_root", "data", "file", "lines", "problems")

    def __init__(self, file: str, text: str, root: Node | None) -> None:
        self.file = file
        self.lines = text.split("\n")
        self.data: Any = None
        self.problems: list[Problem] = []
        self._root = root

    def place(self, path: NodePath, *, key: bool = False) -> Place:
        """Where the node at `path` stands, or the nearest node around it; with `key`, its key."""
        node = self._root
        found = _start(node)
        for part in path:
            entry = _child(node, part)
            if entry is None:
                break
            key_node, node = entry
            found = _start(key_node if key and key_node else node)
        return Place(self.file, *found)

    def problem(self, place: Place, message: str, **more: Any) -> Problem:
        """A problem at a place of this file, with the line it stands on."""
        excerpt = self.lines[place.line - 1] if 0 < place.line <= len(self.lines) else ""
        return Problem(place, message, excerpt=excerpt.rstrip("\r"), **more)


def parse_yaml(data: bytes, file: str, part: Callable[[Node | None], Node | None] = lambda root: root) -> Parsed:
    """Parse one document, or the part of it that `part` picks.

    Faults are values in `problems`; `data` is None if there are any.
    """
    text, fault = _decode(data, file)
    if fault:
        parsed = Parsed(file, text, None)
        parsed.problems.append(parsed.problem(fault.place, fault.message, advice=fault.advice))
        return parsed
    try:
        refuse_depth(text)
        root = part(_Composer(text).get_single_node())
    except yaml.YAMLError as error:
        parsed = Parsed(file, text, None)
        parsed.problems.append(_syntax_problem(parsed, error))
        return parsed
    parsed = Parsed(file, text, root)
    _Reader(parsed).read(root)
    return parsed


def _decode(data: bytes, file: str) -> tuple[str, Problem | None]:
    if len(data) > MAX_BYTES:
        return "", Problem(
            Place(file),
            f"the file has {len(data)} bytes; at most {MAX_BYTES} are read",
            advice="split it into several documents",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        place = Place(file, before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1)
        return data.decode("utf-8", "replace"), Problem(
            place, f"byte 0x{data[error.start]:02x} is not UTF-8", advice="save the file as UTF-8"
        )
    if text.startswith("\ufeff"):
        return text, Problem(
            Place(file, 1, 1), "the file starts with a byte order mark", advice="save it as UTF-8 without BOM"
        )
    found = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        return text, Problem(
            Place(file, line, column),
            f"control character {found.group()!r}",
            advice='remove it; YAML text holds none (use a double-quoted escape such as "\\0")',
        )
    return text, None


def _syntax_problem(parsed: Parsed, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Place(parsed.file, mark.line + 1, mark.column + 1) if mark else Place(parsed.file)
    what = getattr(error, "problem", None) or str(error)
    context = getattr(error, "context", None)
    line = parsed.lines[place.line - 1] if 0 < place.line <= len(parsed.lines) else ""
    if "expected a single document" in (context or "") or "but found another document" in what:
        return parsed.problem(
            place,
            "a second document starts here",
            expected="one document a file",
            advice="move it to a file of its own",
        )
    if isinstance(error, TooDeep):
        return parsed.problem(place, what, advice="split the file")
    if "\t" in line[: place.column]:
        return parsed.problem(place, "a tab where YAML wants spaces", advice="indent with spaces")
    return parsed.problem(
        place,
        f"not valid YAML: {what}" + (f" ({context})" if context else ""),
        advice="check indentation, colons and quotes on this line and the one above",
    )


def _start(node: Node | None) -> tuple[int, int]:
    return (node.start_mark.line + 1, node.start_mark.column + 1) if node else (1, 1)


def _child(node: Node | None, part: str | int) -> tuple[Node | None, Node] | None:
    if isinstance(node, MappingNode):
        return next(((key, value) for key, value in node.value if key.value == part), None)
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    return None


class _Reader:
    """Turns nodes into data, and everything wrong with them into problems."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.nodes = 0
        self.open: set[int] = set()

    def read(self, root: Node | None) -> None:
        try:
            data = self.value(root, 0) if root else None
        except _TooMuch as error:
            self.complain(error.node, str(error), advice="write it out without aliases, or split the file")
            data = None
        self.parsed.data = None if self.parsed.problems else data

    def complain(self, node: Node, message: str, **more: Any) -> None:
        place = Place(self.parsed.file, *_start(node))
        self.parsed.problems.append(self.parsed.problem(place, message, **more))

    def value(self, node: Node, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _TooMuch(node, f"more than {MAX_NODES} values, aliases expanded")
        if depth > MAX_DEPTH:
            raise _TooMuch(node, f"nested deeper than {MAX_DEPTH} levels")
        if id(node) in self.open:
            raise _TooMuch(node, "an alias that holds itself")
        if isinstance(node, ScalarNode):
            return self.scalar(node)
        if node.tag:
            self.complain(node, f"the tag {node.tag} is not allowed", expected="plain data", advice="remove the tag")
        self.open.add(id(node))
        made = (
            self.mapping(node, depth)
            if isinstance(node, MappingNode)
            else [self.value(child, depth + 1) for child in node.value]
        )
        self.open.discard(id(node))
        return made

    def mapping(self, node: MappingNode, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        seen: dict[str, Node] = {}
        for key, child in node.value:
            name = self.key(key)
            if name in seen:
                first = _start(seen[name])
                self.complain(
                    key,
                    f"the key `{name}` stands twice in this map",
                    width=len(name),
                    advice=f"keep one of them; the first is in line {first[0]}",
                    see=Place(self.parsed.file, *first),
                )
                continue
            seen[name] = key
            made[name] = self.value(child, depth + 1)
        return made

    def key(self, node: Node) -> str:
        if not isinstance(node, ScalarNode):
            self.complain(node, "a list or map as a key", expected="a name", advice="quote it if it is a name")
            return ""
        if node.value == "<<" and node.tag == PLAIN:
            self.complain(node, "the merge key `<<` is YAML 1.1", advice="write the keys out", width=2)
        return str(node.value)

    def scalar(self, node: ScalarNode) -> Any:
        if node.tag == QUOTED:
            return node.value
        if node.tag != PLAIN:
            self.complain(node, f"the tag {node.tag} is not allowed", expected="plain data", advice="remove the tag")
            return None
        try:
            return scalar(node.value)
        except WrongScalar as error:
            self.complain(node, str(error), advice=error.advice, width=len(node.value))
            return None


class _TooMuch(Exception):
    def __init__(self, node: Node, message: str) -> None:
        super().__init__(message)
        self.node = node

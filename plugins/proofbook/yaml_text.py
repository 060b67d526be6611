"""YAML text to data, read as YAML 1.2 does, with the position of every node.

PyYAML with libyaml composes the nodes; what scalars mean is decided here, since PyYAML reads
YAML 1.1 (`no` is false, `0644` is 420, `12:30` is 750) and lets duplicate keys pass.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, final

import yaml
from yaml import MappingNode, Node, ScalarNode

from proofbook.model.place import NodePath, Place, Problem
from proofbook.yaml_bytes import decoded, split_lines
from proofbook.yaml_composer import compose
from proofbook.yaml_depth import MAX_DEPTH, TooDeep, TooMuch
from proofbook.yaml_faults import Fault, syntax_fault
from proofbook.yaml_nodes import PLAIN, QUOTED, is_blank, node_at, start
from proofbook.yaml_scalars import WrongScalar, scalar

MAX_NODES = 100_000
MERGE = "<<"
_UNTAGGED = frozenset({PLAIN, QUOTED})


@final
class Parsed:
    """One YAML document: its data, its problems, and where each node stands.

    `blanks` are the values that nobody wrote, as in `title:` and nothing more, with their names and keys.
    """

    def __init__(self, file: str, text: str, root: Node | None) -> None:
        self.file = file
        self.text = text
        self.data: Any = None
        self.problems: list[Problem] = []
        self.blanks: list[tuple[str, Node, Node]] = []
        self.refused: list[Node] = []
        self.root = root

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return split_lines(self.text)

    def place(self, path: NodePath, *, key: bool = False) -> Place:
        """Where the node at `path` stands, or the nearest node around it; with `key`, its key."""
        return Place(self.file, *start(node_at(self.root, path, key=key)))

    def width(self, path: NodePath, *, key: bool = False) -> int:
        """How many characters the node takes on its first line."""
        node = node_at(self.root, path, key=key)
        if node is None:
            return 1
        first, end = node.start_mark, node.end_mark
        last = end.column if end.line == first.line else len(self.lines[first.line].rstrip())
        return max(1, last - first.column)

    def refuses(self, path: NodePath) -> bool:
        """Whether a key of the map at `path` was refused, so that it cannot be said what the map lacks."""
        return any(node is node_at(self.root, path) for node in self.refused)

    def written(self, path: NodePath) -> str:
        """A scalar as it is written in the file, without its quotes."""
        node = node_at(self.root, path)
        return str(node.value) if isinstance(node, ScalarNode) else ""

    def whole(self, path: NodePath) -> tuple[Place, int]:
        """Where the node at `path` stands, and its width."""
        return self.place(path), self.width(path)

    def spot(self, path: NodePath, text: str) -> tuple[Place, int] | None:
        """Where a piece of text stands inside the node at `path`, and its width; None if it is not found."""
        node = node_at(self.root, path)
        if node is not None:
            for line in range(node.start_mark.line, min(node.end_mark.line + 1, len(self.lines))):
                column = self.lines[line].find(text, node.start_mark.column if line == node.start_mark.line else 0)
                if column >= 0:
                    return Place(self.file, line + 1, column + 1), len(text)
        return None

    def problem(self, place: Place, message: str, **more: Any) -> Problem:
        """A problem at a place of this file, with the line it stands on."""
        excerpt = self.lines[place.line - 1] if 0 < place.line <= len(self.lines) else ""
        return Problem(place, message, excerpt=excerpt, **more)

    def at(self, path: NodePath, message: str, *, key: bool = False, **more: Any) -> Problem:
        """A problem of the node at `path`, or of its key, which is marked as far as it stands on one line."""
        width = more.pop("width", None) or self.width(path, key=key)
        return self.problem(self.place(path, key=key), message, width=width, **more)


def parse_yaml(data: bytes, file: str, part: Callable[[Node | None], Node | None] = lambda root: root) -> Parsed:
    """Parse one document, or the part of it that `part` picks.

    Faults are values in `problems`; with any of them, `data` is what can be told of the rest, or None.
    """
    text, fault = decoded(data)
    if fault:
        return _faulty(file, text, fault)
    try:
        root = part(compose(text))
    except TooDeep as error:
        mark: Any = error.problem_mark
        return _faulty(file, text, Fault(mark.line, mark.column, str(error.problem), advice="split the file"))
    except yaml.MarkedYAMLError as error:
        return _faulty(file, text, syntax_fault(error, split_lines(text)))
    return read_node(file, text, root)


def read_node(file: str, text: str, root: Node | None) -> Parsed:
    """The data of a composed node, and what is wrong with it."""
    parsed = Parsed(file, text, root)
    _Reader(parsed).read(root)
    return parsed


def _faulty(file: str, text: str, fault: Fault) -> Parsed:
    parsed = Parsed(file, text, None)
    place = Place(file, fault.line + 1, fault.column + 1)
    parsed.problems.append(
        parsed.problem(place, fault.message, expected=fault.expected, advice=fault.advice, width=fault.width)
    )
    return parsed


class _Reader:
    """Turns nodes into data, and everything wrong with them into problems."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.nodes = 0
        self.open: set[int] = set()

    def read(self, root: Node | None) -> None:
        try:
            data = self.value(root, 0) if root else None
        except TooMuch as error:
            self.complain(error.node, str(error), advice=error.advice)
            data = None
        self.parsed.data = data

    def complain(self, node: Node, message: str, *, back: int = 0, **more: Any) -> None:
        line, column = start(node)
        place = Place(self.parsed.file, line, column - back)
        self.parsed.problems.append(self.parsed.problem(place, message, **more))

    def value(self, node: Node, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise TooMuch(
                node, f"more than {MAX_NODES} values, aliases expanded", "split the file, or use fewer aliases"
            )
        if isinstance(node, ScalarNode):
            return node.value if node.tag == QUOTED else self.scalar(node)
        if depth > MAX_DEPTH:
            raise TooMuch(node, f"nested deeper than {MAX_DEPTH} levels", "split the file")
        if id(node) in self.open:
            raise TooMuch(node, "an alias that holds itself", "remove the alias inside of what it stands for")
        if node.tag:
            self.tagged(node)
        self.open.add(id(node))
        made = self.mapping(node, depth) if isinstance(node, MappingNode) else self.sequence(node, depth)
        self.open.discard(id(node))
        return made

    def sequence(self, node: Node, depth: int) -> list[Any]:
        self.parsed.blanks += [("", child, child) for child in node.value if is_blank(child)]
        return [self.value(child, depth + 1) for child in node.value]

    def mapping(self, node: MappingNode, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        seen: dict[str, Node] = {}
        for key, child in node.value:
            plain = type(key) is ScalarNode and key.tag in _UNTAGGED and key.value != MERGE
            name = key.value if plain else self.key(key)
            if name is None:
                self.parsed.refused.append(node)
                continue
            if name in seen:
                self.twice(name, key, start(seen[name]))
                continue
            seen[name] = key
            if is_blank(child):
                self.parsed.blanks.append((name, key, child))
            made[name] = self.value(child, depth + 1)
        return made

    def twice(self, name: str, key: Node, first: tuple[int, int]) -> None:
        advice = f"keep one of them; the first is in line {first[0]}"
        see = Place(self.parsed.file, *first)
        self.complain(key, f"the key `{name}` stands twice in this map", width=len(name), advice=advice, see=see)

    def key(self, node: Node) -> str | None:
        if not isinstance(node, ScalarNode):
            braces = self.parsed.lines[node.start_mark.line].startswith("{", node.start_mark.column - 1)
            if isinstance(node, MappingNode) and braces:
                self.complain(
                    node, "`{{ … }}` without quotes", back=1, advice='write a reference as "${{ … }}", in quotes'
                )
            else:
                self.complain(node, "a list or map as a key", expected="a name", advice="quote it if it is a name")
            return None
        if node.tag not in (PLAIN, QUOTED):
            self.tagged(node)
        if node.value == MERGE and node.tag == PLAIN:
            self.complain(node, "the merge key `<<` is YAML 1.1", advice="write the keys out", width=2)
            return None
        return str(node.value)

    def scalar(self, node: ScalarNode) -> Any:
        if node.tag != PLAIN:
            self.tagged(node)
            return None
        try:
            return scalar(node.value)
        except WrongScalar as error:
            self.complain(node, str(error), advice=error.advice, width=len(node.value))
            return None

    def tagged(self, node: Node) -> None:
        tag = node.tag.replace("tag:yaml.org,2002:", "!!")
        self.complain(
            node,
            f"the tag `{tag}` is not read",
            expected="plain data; nothing in a document is executed",
            advice=f'remove the tag, or quote the value: "{node.value}"' if tag == "!!str" else "remove the tag",
            width=len(tag),
        )

"""The right part of a wrong document: what is at fault is mended or cut out, the rest keeps its places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from proofbook.check_types.registry import check_types
from proofbook.load.explain import Finding, findings
from proofbook.model.place import NodePath, Place
from proofbook.yaml_nodes import QUOTED
from proofbook.yaml_text import Parsed, read_node

#: Keys of which some rule says that they are missing. Where one was cut out, its neighbours are hushed.
_MISSED = frozenset(
    [
        "attest",
        "checks",
        "disposable",
        "groups",
        "id",
        "inputs",
        "observed",
        "path",
        "proof",
        "remediation",
        "right",
        "run",
        "source",
        "stages",
        "steps",
        "undo",
        "unmeasured",
        "use",
        "value",
        "verify",
        "window",
        "with",
    ]
)
#: Cutting one node out can leave its parent wrong; nothing needs more rounds than it has levels.
ROUNDS = 8


def salvaged(parsed: Parsed, schema: dict[str, Any], found: list[Finding]) -> tuple[Parsed | None, frozenset[Place]]:
    """What is right of a document, None if nothing is, and the places around what was cut.

    A misspelt key gets the name that was meant, a missing text is made up, all else is cut out. Of
    the places around a cut it cannot be said what they lack.
    """
    hushed: set[Place] = set()
    rest, refused = parsed, _refused(parsed)
    for _ in range(ROUNDS):
        surgery = _Surgery(found, refused)
        root = surgery.mended(rest.root, ())
        hushed |= _around(rest, surgery.gone)
        if root is None:
            break
        rest = read_node(parsed.file, parsed.text, root)
        found, refused = findings(rest, schema), set()
        if not found:
            return rest, frozenset(hushed)
    return None, frozenset(hushed)


def _refused(parsed: Parsed) -> set[NodePath]:
    """The paths of nodes that the reader refused, such as tags and numbers with a leading zero."""
    places = {(one.place.line, one.place.column) for one in parsed.problems}
    found: set[NodePath] = set()
    left: list[tuple[NodePath, Node]] = [((), parsed.root)] if parsed.root else []
    while left:
        path, node = left.pop()
        if (node.start_mark.line + 1, node.start_mark.column + 1) in places and path:
            found.add(path)
            continue
        left += [((*path, part), child) for part, child in _children(node)]
    return found


def _children(node: Node) -> list[tuple[str | int, Node]]:
    if isinstance(node, MappingNode):
        return [(str(key.value), value) for key, value in node.value]
    return list(enumerate(node.value)) if isinstance(node, SequenceNode) else []


def _around(parsed: Parsed, cut: Iterable[NodePath]) -> set[Place]:
    """The places of the parent of each cut node that is missed, and of what stands beside it, keys and values.

    Where the parent is one of a list, the list too: of all its elements together a rule says what none of them has.
    """
    found: set[Place] = set()
    missed = _MISSED | set(check_types())  # a check may have stood there that belongs one level deeper
    for path in (one for one in cut if one[-1:] and one[-1] in missed):
        parent = path[:-1]
        value = parsed.data
        for part in parent:
            value = value[part]
        beside = value if isinstance(value, dict) else ()
        lists = [parent[:-1]] if parent and isinstance(parent[-1], int) else []
        for near in (parent, *lists, *((*parent, key) for key in beside)):
            found |= {parsed.place(near), parsed.place(near, key=True)}
    return found


class _Surgery:
    """One round of mending a tree of nodes; `gone` are the paths of what was cut or made up."""

    def __init__(self, found: list[Finding], refused: set[NodePath]) -> None:
        self.renamed = {one.node: one.meant for one in found if one.meant}
        self.added = {one.node: one for one in found if one.add}
        self.cut = refused | {one.node for one in found if not one.meant and not one.add}
        self.touched = {
            path[:length] for path in {*self.renamed, *self.added, *self.cut} for length in range(len(path) + 1)
        }
        self.gone: list[NodePath] = []

    def mended(self, node: Node | None, path: NodePath) -> Node | None:
        """The node mended; None where it is cut, or empty by what was cut."""
        if path in self.cut:
            self.gone.append(path)
            return None
        if path not in self.touched or not isinstance(node, (MappingNode, SequenceNode)):
            return node
        kept = self._kept(node, path)
        if path in self.added:
            made_up = (self.added[path].add, self.added[path].text)
            kept.append(tuple(ScalarNode(QUOTED, one, node.start_mark, node.start_mark) for one in made_up))
        if not kept:
            self.gone.append(path)
        return type(node)(node.tag, kept, node.start_mark, node.end_mark) if kept else None

    def _kept(self, node: Node, path: NodePath) -> list[Any]:
        kept: list[Any] = []
        for entry, (part, child) in zip(node.value, _children(node), strict=True):
            inner = self.mended(child, (*path, part))
            if inner is not None:
                kept.append((self._key(entry[0], (*path, part)), inner) if isinstance(node, MappingNode) else inner)
        return kept

    def _key(self, key: Node, path: NodePath) -> Node:
        name = self.renamed.get(path)
        return ScalarNode(QUOTED, name, key.start_mark, key.end_mark) if name else key

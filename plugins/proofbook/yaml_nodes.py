"""Nodes of composed YAML: which stands at a path, where it begins and whether anybody wrote it."""

from __future__ import annotations

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from proofbook.model.place import NodePath

PLAIN, QUOTED = "plain", "quoted"


def node_at(root: Node | None, path: NodePath, *, key: bool = False) -> Node | None:
    """The node at a path, or the nearest around it; with `key`, the node of its key."""
    node, found = root, root
    for part in path:
        entry = child(node, part)
        if entry is None:
            break
        key_node, node = entry
        found = key_node if key and key_node else node
    return found


def child(node: Node | None, part: str | int) -> tuple[Node | None, Node] | None:
    """A node of a map with its key, or of a list."""
    if isinstance(node, MappingNode):
        return next(((key, value) for key, value in node.value if key.value == part), None)
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    return None


def start(node: Node | None) -> tuple[int, int]:
    """Line and column where a node begins, counted from 1."""
    return (node.start_mark.line + 1, node.start_mark.column + 1) if node else (1, 1)


def is_blank(node: Node) -> bool:
    """Whether it is a value that nobody wrote, as in `title:` and nothing more."""
    return node.value == "" and node.tag == PLAIN and isinstance(node, ScalarNode)

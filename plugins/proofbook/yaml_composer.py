"""libyaml's composer: nodes with their marks, and no meaning given to any scalar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from yaml import MarkedYAMLError, Node, ScalarNode
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs leave it out

from proofbook.yaml_depth import known_depth, refuse_depth
from proofbook.yaml_nodes import PLAIN, QUOTED


class Composer(CParser):
    """Tells plain scalars from quoted ones and explicit tags, and that is all.

    PyYAML's resolver looks at the path of each node, which nothing here asks for. What stands in its place is built
    in: both are called for every node there is.
    """

    descend_resolver: ClassVar[Callable[[Node | None, Any], object]] = dict[Any, Any]().get
    ascend_resolver: ClassVar[Callable[[], object]] = list

    def resolve(self, kind: type, _value: Any, implicit: Any) -> str:
        """The tag of a node that has none of its own."""
        if kind is ScalarNode:
            return PLAIN if implicit[0] else QUOTED
        return ""


def compose(text: str) -> Node | None:
    """The root of the one document in a text; None if there is none.

    Raises:
        TooDeep: it nests deeper than is read.
        yaml.MarkedYAMLError: it is no YAML, or more than one document.
    """
    try:
        refuse_depth(text)
        root: Node | None = Composer(text).get_single_node()
    except MarkedYAMLError as error:
        raise known_depth(error) from None
    return root

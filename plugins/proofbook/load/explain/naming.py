"""How a node is called in a message: by its key, or as the step, check or element that it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from proofbook.model.place import NodePath


def thing(path: NodePath, schema: Mapping[str, Any], instance: Any) -> str:
    """As in "`severity`", "the step `look`", "element 2 of `command`" or "the runbook"."""
    noun = _noun(schema)
    if path and isinstance(path[-1], str):
        return f"`{path[-1]}`"
    if not path:
        return f"the {noun or 'document'}"
    if noun and isinstance(instance, Mapping):
        name = instance.get("id")
        return f"the {noun} `{name}`" if isinstance(name, str) else f"{noun} {int(path[-1]) + 1} of {_owner(path)}"
    return f"element {int(path[-1]) + 1} of {_owner(path)}"


def _owner(path: NodePath) -> str:
    keys = [part for part in path if isinstance(part, str)]
    return f"`{keys[-1]}`" if keys else "the document"


def _noun(schema: Mapping[str, Any]) -> str:
    """The title of a schema as a word in a sentence: `EnvironmentAction` is an environment action."""
    title = str(schema.get("title", "")).removeprefix("Proofbook ")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title).lower()

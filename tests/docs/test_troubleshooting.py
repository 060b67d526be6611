"""Every text that the page on trouble is keyed by is one that the program still says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.sites import REPOSITORY

PAGE = (REPOSITORY / "docs/guide/troubleshooting.md").read_text()
TEXTS = [
    one.strip("` ") if not one.startswith("``") else one[3:-3] for one in re.findall(r"^### (.*)$", PAGE, re.MULTILINE)
]


def literals() -> Iterator[str]:
    """Every text in the code but docstrings, `…` for what is filled in."""
    for path in (REPOSITORY / "plugins/proofbook").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.JoinedStr):
                yield "".join(str(one.value) if isinstance(one, ast.Constant) else "…" for one in node.values)
            elif isinstance(node, (ast.Call, ast.Return, ast.Assign, ast.AnnAssign, ast.IfExp, ast.BinOp, ast.Dict)):
                found = (one for one in ast.iter_child_nodes(node) if isinstance(one, ast.Constant))
                yield from (one.value for one in found if isinstance(one.value, str))


SAID = sorted(set(literals()))


@pytest.mark.parametrize("text", TEXTS)
def test_is_still_said(text: str) -> None:
    """The parts between what differs stand in one text, in their order."""
    parts = [part.strip() for part in text.split("…") if part.strip(" :;")]
    wanted = re.compile(".*".join(map(re.escape, parts)), re.DOTALL)
    assert any(wanted.search(one) for one in SAID), text

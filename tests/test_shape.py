"""The shape of the house: small files, small functions, and nothing of this machine in it."""

from __future__ import annotations

import ast
import statistics
import subprocess
from pathlib import Path

import pytest

from tests.sites import REPOSITORY

PACKAGE = REPOSITORY / "plugins/proofbook"
FILES = sorted(PACKAGE.rglob("*.py"))
#: Nobody reads more at once.
LONGEST_FILE, LONGEST_FUNCTION = 250, 40
MEDIAN_FILE, MEDIAN_FUNCTION = 90, 10


def lines(path: Path) -> int:
    """How many lines a file has."""
    return len(path.read_text().splitlines())


def functions(path: Path) -> list[tuple[str, int]]:
    """The functions of a file with their length, docstring left out."""
    tree = ast.parse(path.read_text())
    found = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return [(f"{path.relative_to(PACKAGE)}:{node.name}", _length(node)) for node in found]


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


def test_files_are_small() -> None:
    """No file is longer than the budget, and the median is far below."""
    long = {str(path.relative_to(PACKAGE)): lines(path) for path in FILES if lines(path) > LONGEST_FILE}
    assert ({}, True) == (long, statistics.median(map(lines, FILES)) <= MEDIAN_FILE)


def test_functions_are_small() -> None:
    """No function is longer than the budget, and the median is far below."""
    every = [one for path in FILES for one in functions(path)]
    long = {name: length for name, length in every if length > LONGEST_FUNCTION}
    assert ({}, True) == (long, statistics.median(length for _, length in every) <= MEDIAN_FUNCTION)


def test_no_vague_names() -> None:
    """A reader guesses the file from the feature: nothing is called utils."""
    vague = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    assert [] == [path for path in FILES if path.stem in vague]


def tracked() -> list[Path]:
    """Every file that git keeps; without git, nothing to look at."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("this copy is not kept in git")
    return [REPOSITORY / name for name in done.stdout.split("\0") if name]


def test_nothing_of_this_machine() -> None:
    """No file names a path of the machine it was written on, or a package registry."""
    words = [b"/work" + b"/", b"/ro" + b"ot/", b"py" + b"pi.org", b"pythonhosted" + b".org", b"npmjs" + b".org"]
    found = [(path.name, word) for path in tracked() if path.is_file() for word in words if word in path.read_bytes()]
    assert [] == found

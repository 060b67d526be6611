"""How deep YAML may nest, whoever notices first."""

from __future__ import annotations

import yaml

from proofbook.yaml_depth import TooDeep, known_depth


def test_libyaml_that_gives_up_by_itself() -> None:
    """From 0.2.6 on it counts levels, and stops at a thousand: the same is said of it as below that, at its place."""
    mark = yaml.Mark("x", 1000, 0, 1000, None, None)
    error = yaml.scanner.ScannerError("while increasing flow level", mark, "exceeded maximum nesting depth", mark)
    found = known_depth(error)
    assert isinstance(found, TooDeep)
    assert (str(found.problem), found.problem_mark) == ("nested deeper than 50 levels", mark)


def test_other_errors() -> None:
    """They stay what they are."""
    error = yaml.scanner.ScannerError(None, None, "found unexpected end of stream", None)
    assert known_depth(error) is error

"""What a check says beyond its shape: expressions compile, figures exist, bad failures are mendable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from proofbook.check_types.registry import keyed_facts
from proofbook.load.expressions import wrong_expression
from proofbook.load.rules.facts import check_fact
from proofbook.load.source import Found, Sources
from proofbook.matchers import show
from proofbook.matchers.textual import compiled as compiled_pattern
from proofbook.model.check import USE, Severity
from proofbook.model.place import NodePath
from proofbook.model.walk import Placed
from proofbook.selecting import refuse_path
from proofbook.variables import MAPS

#: Matchers whose argument is a value, in which a key such as `matches` means nothing.
PLAIN_DATA = {"equals", "not_equals", "in", "not_in", "contains", "contains_all", "contains_exactly"}
MILD = {Severity.NONE, Severity.LOW}


def check_ranges(sources: Sources) -> Found:
    """Something lies between the two numbers of `between`."""
    for source in sources.every:
        for placed in source.written_checks:
            for fact, wanted in placed.check.expect.items():
                for path, pair in arguments("between", wanted, placed.expect_path(fact)):
                    if isinstance(pair, tuple) and not _mixed(pair) and pair[0] > pair[1]:
                        message = f"nothing is between {show(pair[0])} and {show(pair[1])}"
                        yield source.problem(
                            path, message, advice=f"write the smaller one first: [{pair[1]}, {pair[0]}]"
                        )


def _mixed(pair: tuple[Any, ...]) -> bool:
    """Whether one of them is a reference, which only the run will know."""
    return any(isinstance(one, str) for one in pair)


def check_remediation(sources: Sources) -> Found:
    """From severity medium on, a check says how to mend it."""
    for source in sources.every:
        for placed in source.checks:
            common = placed.check.common
            if common.severity not in MILD and not common.remediation and placed.check.type != USE:
                yield source.problem(
                    (*placed.path, "severity"),
                    f"a check of severity {common.severity} without `remediation`",
                    advice="add `remediation:` with what to do when it fails",
                    width=len(common.severity),
                )


def check_figures(sources: Sources) -> Found:
    """`evidence` names facts of the check's type, with a path exactly where one is needed."""
    for source in sources.every:
        for placed in source.written_checks:
            for index, figure in enumerate(placed.check.common.evidence):
                yield from check_fact(source, placed.figure_path(index), placed.check.type, figure.fact, figure.path)


def check_expressions(sources: Sources) -> Found:
    """JSONPaths and regular expressions compile."""
    for source in sources.every:
        for placed in source.written_checks:
            for path, expression, compiled, what in _expressions(placed):
                if fault := _fault(expression, compiled):
                    yield wrong_expression(source, path, expression, what, fault)


Expression = tuple[NodePath, str, Callable[[str], Any], str]


def _expressions(placed: Placed) -> Iterator[Expression]:
    keyed = keyed_facts(placed.check.type)
    for fact, wanted in placed.check.expect.items():
        path = placed.expect_path(fact)
        yield from _patterns(wanted, path)
        if keyed.get(fact) == "jsonpath":
            yield from (((*path, key), key, refuse_path, "JSONPath") for key in wanted)
    for index, figure in enumerate(placed.check.common.evidence):
        if keyed.get(figure.fact) == "jsonpath" and figure.path:
            yield (*placed.figure_path(index), "path"), figure.path, refuse_path, "JSONPath"
    for name, one in placed.check.common.capture.items():
        if keyed.get(one.fact) == "jsonpath" and one.path:
            yield (*placed.capture_path(name), "path"), one.path, refuse_path, "JSONPath"


def _patterns(wanted: Any, path: NodePath) -> Iterator[Expression]:
    for where, text in arguments("matches", wanted, path):
        if isinstance(text, str) and "${{" not in text:
            yield where, text, compiled_pattern, "regular expression"


def arguments(name: str, wanted: Any, path: NodePath) -> Iterator[tuple[NodePath, Any]]:
    """Every argument of one matcher, however deep it stands in others; data to compare with holds none."""
    if isinstance(wanted, MAPS):
        for key, inner in wanted.items():
            if key == name:
                yield (*path, key), inner
            elif key not in PLAIN_DATA:
                yield from arguments(name, inner, (*path, key))
    elif isinstance(wanted, tuple):
        for index, inner in enumerate(wanted):
            yield from arguments(name, inner, (*path, index))


def _fault(expression: str, compiled: Callable[[str], Any]) -> str:
    try:
        compiled(expression)
    except ValueError as error:
        return str(error)
    return ""

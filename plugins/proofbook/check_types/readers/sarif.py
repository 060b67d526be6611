"""SARIF 2.1.0 (OASIS), the report of static analysis. A run that did not look is told apart from a clean one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from proofbook.check_types.base import Fact
from proofbook.check_types.readers.base import Counts

NAME = "sarif"
WORDS = "a SARIF log"
EXPECTED = "its outermost keys would be version (2.1.0) and runs"
LEVELS = ("error", "warning", "note", "none")
FACTS = {
    "runs": Fact("runs of tools", "integer"),
    "tools": Fact("names of the tools, one for each run", "list"),
    "runs_not_looked": Fact("runs without a list of results, or that say they did not succeed", "integer"),
    "results": Fact("results of every kind, suppressed ones too", "integer"),
    "findings": Fact(
        "results that say something is wrong and are neither suppressed nor gone; absent unless every run looked",
        "integer",
    ),
    "levels": Fact(
        "findings by level: `error`, `warning`, `note`, `none`; absent unless every run looked", "object", select="name"
    ),
    "unstated": Fact("results that state no level; it is their rule's default, else warning", "integer"),
    "undecided": Fact("results of kind open or review: somebody must look", "integer"),
    "suppressed": Fact("results with suppressions that are all accepted", "integer"),
    "suppressions": Fact("results with a suppression, accepted or not", "integer"),
    "finding_names": Fact("rules that findings break, each once", "list"),
}


class _Configuration(Struct, frozen=True):
    level: str = "warning"


class _Rule(Struct, frozen=True, rename="camel"):
    id: str = ""
    default_configuration: _Configuration = _Configuration()


class _Component(Struct, frozen=True):
    name: str = ""
    rules: list[_Rule] | None = None


class _Tool(Struct, frozen=True):
    driver: _Component
    extensions: list[_Component] | None = None


class _Pointer(Struct, frozen=True):
    index: int = -1


class _RuleReference(Struct, frozen=True, rename="camel"):
    id: str = ""
    index: int = -1
    tool_component: _Pointer = _Pointer()


class _Suppression(Struct, frozen=True):
    status: str | None = None


class _Result(Struct, frozen=True, rename="camel"):
    rule_id: str = ""
    rule_index: int = -1
    rule: _RuleReference = _RuleReference()
    level: str | None = None
    kind: str = "fail"
    suppressions: list[_Suppression] | None = None
    baseline_state: str = ""


class _Invocation(Struct, frozen=True, rename="camel"):
    execution_successful: bool = True


class _Run(Struct, frozen=True):
    tool: _Tool
    results: list[_Result] | None = None
    invocations: list[_Invocation] | None = None


class SHAPE(Struct, frozen=True):
    """What is read of the log."""

    version: str
    runs: list[_Run] | None


def recognises(top: Mapping[str, msgspec.Raw]) -> bool:
    """Whether these are the outermost keys of such a log."""
    return {"version", "runs"} <= top.keys()


def count(log: SHAPE) -> Counts:
    """Results by what they come to."""
    if log.version != "2.1.0":
        raise ValueError(f"is SARIF {log.version[:20]}; {EXPECTED}")
    runs = log.runs or []
    results = [result for run in runs for result in run.results or ()]
    found: Counts = {
        "runs": len(runs),
        "tools": [run.tool.driver.name for run in runs],
        "runs_not_looked": sum(not _looked(run) for run in runs),
        "results": len(results),
        "unstated": sum(result.level is None for result in results),
        "undecided": sum(result.kind in {"open", "review"} for result in results),
        "suppressed": sum(map(_suppressed, results)),
        "suppressions": sum(bool(result.suppressions) for result in results),
    }
    return found | _findings(runs) if runs and all(map(_looked, runs)) else found


def _looked(run: _Run) -> bool:
    return run.results is not None and all(one.execution_successful for one in run.invocations or ())


def _findings(runs: list[_Run]) -> Counts:
    levels = dict.fromkeys(LEVELS, 0)
    names: set[str] = set()
    for run in runs:
        rules = _Rules(run.tool)
        for result in filter(_is_finding, run.results or ()):
            rule = rules.of(result)
            level = result.level or rule.default_configuration.level
            levels[level if level in levels else "warning"] += 1
            names.add(_rule_id(result) or rule.id or "(no rule)")
    return {"findings": sum(levels.values()), "levels": levels, "finding_names": sorted(names)}


def _is_finding(result: _Result) -> bool:
    return result.kind == "fail" and result.baseline_state != "absent" and not _suppressed(result)


def _suppressed(result: _Result) -> bool:
    """As §3.35.2 has it: one that is under review or rejected keeps the result alive."""
    return bool(result.suppressions) and all(one.status in {None, "accepted"} for one in result.suppressions or ())


class _Rules:
    """The rules of a run's tool, by the index or the id that results refer to."""

    def __init__(self, tool: _Tool) -> None:
        self._lists: list[list[_Rule]] = [part.rules or [] for part in (tool.driver, *(tool.extensions or ()))]
        self._known = {rule.id: rule for rules in self._lists for rule in rules}

    def of(self, result: _Result) -> _Rule:
        """The rule of a result; one without words if the log does not hold it."""
        at, index = result.rule.tool_component.index + 1, max(result.rule_index, result.rule.index)
        rules: list[_Rule] = self._lists[at] if 0 <= at < len(self._lists) else []
        if 0 <= index < len(rules):
            return rules[index]
        return next((self._known[id_] for id_ in _hierarchy(_rule_id(result)) if id_ in self._known), _Rule())


def _rule_id(result: _Result) -> str:
    return result.rule_id or result.rule.id


def _hierarchy(id_: str) -> Iterator[str]:
    """An id and those above it: `a/b` is a part of the rule `a` (§3.27.5)."""
    while id_:
        yield id_
        id_ = id_.rpartition("/")[0]

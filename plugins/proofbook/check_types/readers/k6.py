"""The summaries of k6, in both shapes. In the old one (`--summary-export`) a threshold that says `true` was crossed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from proofbook.check_types.base import Fact
from proofbook.check_types.readers.base import Counts
from proofbook.check_types.readers.json_text import decoded

NAME = "k6"
WORDS = "a summary of k6"
EXPECTED = "its outermost keys would be metrics, with root_group, or with state and options"
FACTS = {
    "checks": Fact("results of k6's checks", "integer"),
    "checks_passed": Fact("results that were right", "integer"),
    "checks_failed": Fact("results that were wrong", "integer"),
    "requests": Fact("HTTP requests", "integer"),
    "metrics": Fact("values of metrics, as in `$.http_req_duration['p(95)']`", "object", select="jsonpath"),
    "thresholds": Fact("thresholds that were set", "integer"),
    "crossed": Fact(
        "thresholds that did not hold, as `metric: expression`; a stream of points has no such fact", "list"
    ),
}


class _Threshold(Struct, frozen=True):
    ok: bool


class _Metric(Struct, frozen=True):
    values: dict[str, float | None] | None = None
    thresholds: dict[str, bool | _Threshold] | None = None


class SHAPE(Struct, frozen=True):
    """What is read of the summary."""

    metrics: dict[str, msgspec.Raw]


def recognises(top: Mapping[str, msgspec.Raw]) -> bool:
    """Whether these are the outermost keys of such a summary."""
    return "metrics" in top and ("root_group" in top or {"state", "options"} <= top.keys())


def count(summary: SHAPE) -> Counts:
    """Checks, thresholds and metrics."""
    metrics = {name: decoded(bytes(raw), f"in {name[:80]}", _Metric) for name, raw in summary.metrics.items()}
    values = {name: _values(metric, summary.metrics[name]) for name, metric in metrics.items()}
    thresholds = [(name, *one) for name, metric in metrics.items() for one in _thresholds(metric)]
    crossed = sorted(f"{name}: {expression}" for name, expression, held in thresholds if not held)
    return {**checked(values), "metrics": values, "thresholds": len(thresholds), "crossed": crossed}


def checked(values: Mapping[str, Mapping[str, Any]]) -> Counts:
    """How many checks were right and requests made, from the metrics that count them."""
    checks, requests = values.get("checks", {}), values.get("http_reqs", {})
    right, wrong = _whole(checks.get("passes", 0)), _whole(checks.get("fails", 0))
    sums = {"checks": right + wrong, "checks_passed": right, "checks_failed": wrong}
    return {**sums, "requests": _whole(requests.get("count", 0))}


def _values(metric: _Metric, raw: msgspec.Raw) -> dict[str, Any]:
    """What was measured; in the old shape it stands beside the thresholds."""
    every = metric.values if metric.values is not None else decoded(bytes(raw), "", dict[str, Any])
    return {key: value for key, value in every.items() if isinstance(value, (int, float))}


def _thresholds(metric: _Metric) -> Iterator[tuple[str, bool]]:
    """Every threshold, and whether it held: `{"ok": true}` today, and `false` (not crossed) in the old shape."""
    for expression, said in (metric.thresholds or {}).items():
        yield expression, said.ok if isinstance(said, _Threshold) else not said


def _whole(number: Any) -> int:
    if number != int(number):
        raise ValueError(f"contradicts its own format: {number} is no count")
    return int(number)

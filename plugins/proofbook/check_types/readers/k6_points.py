"""The stream of points that `k6 run --out json=…` writes, one JSON object a line."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from proofbook.check_types.readers.base import Counts
from proofbook.check_types.readers.k6 import FACTS as SUMMARY_FACTS
from proofbook.check_types.readers.k6 import checked

NAME = "k6-points"
WORDS = "a stream of points of k6"
EXPECTED = 'every line would be a JSON object of the type "Metric" or "Point"'
FACTS = {name: fact for name, fact in SUMMARY_FACTS.items() if name != "crossed"}
MAX_METRICS = 10_000
#: What k6's own metrics are, where a stream was cut or filtered and no longer declares them.
_BUILTIN = {
    **dict.fromkeys(("http_reqs", "iterations", "dropped_iterations", "data_sent", "data_received"), "counter"),
    **dict.fromkeys(("checks", "http_req_failed"), "rate"),
    **dict.fromkeys(("vus", "vus_max"), "gauge"),
}


class _Data(Struct, frozen=True):
    name: str = ""
    type: str = ""
    thresholds: list[Any] | None = None
    value: float | None = None


class SHAPE(Struct, frozen=True):
    """One line."""

    type: str
    metric: str
    data: _Data


def recognises(top: Mapping[str, msgspec.Raw]) -> bool:
    """Whether these are the keys of the first line of such a stream."""
    return {"type", "metric", "data"} <= top.keys()


def count(lines: Iterable[SHAPE]) -> Counts:
    """Checks and metrics over all points. Which thresholds were crossed, only k6's summary tells."""
    kinds = dict(_BUILTIN)
    points: dict[str, array[float]] = {}
    thresholds = 0
    for line in lines:
        if line.type == "Metric":
            kinds[line.metric] = line.data.type
            thresholds += len(line.data.thresholds or ())
        elif line.type == "Point" and line.data.value is not None:
            points.setdefault(line.metric, array("d")).append(line.data.value)
        else:
            raise ValueError(f"contradicts its own format: {EXPECTED}")
        if len(points) > MAX_METRICS or len(kinds) > MAX_METRICS:
            raise ValueError(f"is refused: it has more than {MAX_METRICS} metrics")
    values = {name: _values(kinds.get(name, "trend"), some) for name, some in sorted(points.items())}
    return {**checked(values), "metrics": values, "thresholds": thresholds}


def first_line(data: bytes) -> bytes:
    """The first line of what looks like one JSON object a line; nothing of other texts."""
    end = data.find(b"\n")
    line, after = (data, b"") if end < 0 else (data[:end], data[end : end + 200].lstrip()[:1])
    return line if line.rstrip().endswith(b"}") and after in {b"{", b""} else b""


def lines(data: bytes) -> Iterator[SHAPE]:
    """Every line as a record.

    Raises:
        ValueError: a line is none.
    """
    decoder = msgspec.json.Decoder(SHAPE)
    start, number = 0, 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        number += 1
        if text := data[start:end].strip():
            try:
                yield decoder.decode(text)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                raise ValueError(f"contradicts its own format in line {number}: {error}") from None
        start = end + 1


def _values(kind: str, points: array[float]) -> dict[str, float]:
    """What k6's own summary says of a metric of this kind."""
    if kind == "counter":
        return {"count": sum(points)}
    if kind == "rate":
        right = sum(1 for value in points if value)
        return {"rate": right / len(points), "passes": right, "fails": len(points) - right}
    if kind == "gauge":
        return {"value": points[-1], "min": min(points), "max": max(points)}
    return _trend(sorted(points))


def _trend(points: list[float]) -> dict[str, float]:
    parts = {"med": 0.5, "p(90)": 0.9, "p(95)": 0.95, "p(99)": 0.99}
    found = {name: _percentile(points, part) for name, part in parts.items()}
    return {"avg": sum(points) / len(points), "min": points[0], "max": points[-1], "count": len(points), **found}


def _percentile(points: list[float], part: float) -> float:
    """Between the two nearest points, in proportion, as k6 has it."""
    at = part * (len(points) - 1)
    below, share = int(at), at - int(at)
    above = points[min(below + 1, len(points) - 1)]
    return points[below] + (above - points[below]) * share
